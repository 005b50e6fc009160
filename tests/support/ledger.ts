import type { Rehearsal } from './rehearsal';
import type { RecordedRequest } from './outside';

/** What the product concluded, read from its tables. */
export const ledger = ({ services }: Rehearsal) => {
  const rows = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    services.database.sql.query<Row>(text, values);
  return {
    rows,
    /** Recoveries that carry a cart of this checkout token. */
    recoveriesOf: (token: string) =>
      rows<{ id: string; state: string; reason: string | null; customer_id: string | null }>(
        `SELECT recovery.id, recovery.state, recovery.reason, recovery.customer_id FROM recovery
         JOIN recovery_cart held ON held.shop_id = recovery.shop_id AND held.recovery_id = recovery.id
         JOIN cart ON cart.shop_id = held.shop_id AND cart.id = held.cart_id
         WHERE cart.external_id = $1`,
        [token],
      ),
    stepsOf: (token: string) =>
      rows<{ state: string; reason: string | null }>(
        `SELECT step.state, step.reason FROM recovery_step step
         JOIN recovery_cart held ON held.shop_id = step.shop_id AND held.recovery_id = step.recovery_id
         JOIN cart ON cart.shop_id = held.shop_id AND cart.id = held.cart_id
         WHERE cart.external_id = $1 ORDER BY step.step_index`,
        [token],
      ),
    messagesTo: (recipient: string) =>
      rows<{ id: string; state: string; failure_code: string | null; attempts: number }>(
        `SELECT id, state, failure_code, attempts FROM message
         WHERE direction = 'out' AND recipient = $1 ORDER BY created_at`,
        [recipient],
      ),
    cart: async (token: string) =>
      (
        await rows<{
          state: string;
          phone: string | null;
          phone_problem: string | null;
          customer_id: string | null;
        }>('SELECT state, phone, phone_problem, customer_id FROM cart WHERE external_id = $1', [
          token,
        ])
      )[0],
    /** Minor units credited, by order name. */
    credit: async (name: string) =>
      (
        await rows<{ minor: number | null; proof: string | null }>(
          `SELECT sum(entry.amount_minor)::bigint AS minor, min(attribution.proof) AS proof
           FROM orders LEFT JOIN attribution ON attribution.shop_id = orders.shop_id AND attribution.order_id = orders.id
           LEFT JOIN attribution_entry entry ON entry.shop_id = orders.shop_id AND entry.order_id = orders.id
           WHERE orders.name = $1`,
          [name],
        )
      )[0],
  };
};

/** Requests that addressed one number, however it is written. */
export const sentTo = (requests: readonly RecordedRequest[], phone: string): RecordedRequest[] =>
  requests.filter(
    ({ body }) => String(body.to ?? body.recipient).replace(/\D/g, '') === phone.replace(/\D/g, ''),
  );

/** The tracked link's token in a template message's URL button. */
export function linkTokenOf(request: RecordedRequest | undefined): string {
  const template = request?.body.template as
    | { components: { type: string; sub_type?: string; parameters: { text?: string }[] }[] }
    | undefined;
  const button = template?.components.find(({ sub_type: kind }) => kind === 'url');
  const token = button?.parameters[0]?.text;
  if (!token) throw new Error('the message has no link');
  return token;
}
