/** Connections to Meta, and messages under way at once. */
export const LANES = 128;

export const { META_URL = '', META_TOKEN = 'x'.repeat(190) } = process.env;

/** A reminder as the vendor's documentation writes it. */
export const messageJson = (number: number): string =>
  JSON.stringify({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: `+3460${1_000_000 + (number % 1_000_000)}`,
    type: 'template',
    template: {
      name: 'cart_reminder_image',
      language: { policy: 'deterministic', code: 'es' },
      components: [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: `https://app.example.com/${number}.jpg` } }],
        },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'María' },
            { type: 'text', text: 'Merino Wool Crew Neck Sweater – Navy' },
            { type: 'text', text: '89,00 €' },
          ],
        },
        {
          type: 'button',
          sub_type: 'url',
          index: '0',
          parameters: [{ type: 'text', text: number.toString(36) }],
        },
      ],
    },
    biz_opaque_callback_data: `message-${number}`,
  });

export const HEADERS = {
  'content-type': 'application/json',
  authorization: `Bearer ${META_TOKEN}`,
};
