import type { Stage } from './acts';

export interface ContactTyped {
  readonly phone?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly country?: string;
  /** The checkbox that names WhatsApp. */
  readonly whatsapp?: 'yes';
}

/** Ids of the demo shop's catalogue. */
export const MOKA = 45_100_000_000_001;
export const CUPS = 45_100_000_000_002;

/** A shopper's browser in the demo storefront: it fills in forms and keeps its cookie. */
export function browse({ rehearsal }: Stage) {
  let cookie = '';
  const post = async (path: string, fields: Record<string, string>): Promise<string> => {
    const answer = await fetch(`${rehearsal.url}/sandbox/store${path}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields),
      headers: { cookie },
    });
    if (answer.status >= 400) throw new Error(`${path} was answered ${answer.status}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    await answer.arrayBuffer();
    return answer.headers.get('location') ?? '';
  };
  return {
    add: (variant: number, quantity = 1) =>
      post('/cart/add', { variant: String(variant), quantity: String(quantity) }),
    /** Goes to the checkout, types what is given and answers the checkout's token. */
    checkOut: async (contact: ContactTyped): Promise<string> => {
      const token = (await post('/checkout', {})).split('/').at(-1) ?? '';
      await post(`/checkouts/${token}/contact`, { country: 'IT', ...contact });
      return token;
    },
    pay: (token: string, contact: ContactTyped, payment = 'card') =>
      post(`/checkouts/${token}/pay`, { country: 'IT', payment, ...contact }),
  };
}
