import { createCipher } from '../../../app/adapters/postgres/cipher';
import { createDatabase } from '../../../app/adapters/postgres/client';
import { createTransact } from '../../../app/adapters/postgres/stores';
import type { Order } from '../../../app/core/commerce/index';
import type { ShopId } from '../../../app/core/kernel/ids';
import { stopRecovery } from '../../../app/core/recovery/index';
import { answering, sayReady } from './answering';
import { until, type DoBatch } from './until';

const SHOP = 'bench' as ShopId;
const LANES = { ours: 2, peer: 8, limit: 2 } as const;
const BATCH = { ours: 500, peer: 1, limit: 500 } as const;
const NOTHING = { minor: 0, currency: 'EUR' };

const database = createDatabase(process.env.DATABASE_URL ?? '', { max: LANES.peer });
const transact = createTransact(database, createCipher(`bench:${'A'.repeat(43)}=`));

/** As the rows were made; see `cancel-stage.ts`. */
const id = (number: number): string =>
  `01a20e22-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** An order as intake has it in hand when it has written it down. */
const orderOf = (number: number): Order => ({
  id: id(number) as Order['id'],
  shopId: SHOP,
  externalId: String(number),
  name: `#${number}`,
  customerId: id(number) as NonNullable<Order['customerId']>,
  phone: `+39${number}`,
  email: `${number}@example.com`,
  checkoutToken: `checkout-${number}`,
  cartToken: null,
  clickToken: null,
  discountCodes: [],
  total: NOTHING,
  currentTotal: NOTHING,
  refunded: NOTHING,
  payment: 'paid',
  placedAt: new Date(),
  paidAt: null,
  cancelledAt: null,
  sourceUpdatedAt: new Date(),
  isRequested: false,
});

const stop = async (numbers: readonly number[]): Promise<void> => {
  const cause = { kind: 'purchase', orders: numbers.map(orderOf) } as const;
  const { ended } = await transact((stores) =>
    stopRecovery({ shopId: SHOP, cause, now: new Date() }, stores),
  );
  if (ended.length !== numbers.length) throw new Error('an order ended nothing');
};

/** Only the two writes that nobody can do without, of rows that are known beforehand. */
const bare = (numbers: readonly number[]): Promise<unknown> =>
  database.transaction(async (sql) => {
    const values = [SHOP, numbers.map(id), new Date()];
    await sql.query(
      `UPDATE recovery SET state = 'recovered', reason = 'purchased', ended_at = $3
       WHERE shop_id = $1 AND id = ANY ($2::text[])`,
      values,
    );
    await sql.query(
      `UPDATE recovery_step SET state = 'cancelled', reason = 'purchased', decided_at = $3
       WHERE shop_id = $1 AND recovery_id = ANY ($2::text[]) AND state = 'pending'`,
      values,
    );
  });

interface Question {
  readonly way: keyof typeof LANES;
  readonly seconds: number;
  readonly orders: number;
  readonly most?: number;
  readonly lanes?: number;
}

answering<Question>('cancel', ({ way, seconds, orders, most, lanes = LANES[way] }) => {
  const work = way === 'limit' ? bare : stop;
  let next = 1;
  const lane: DoBatch = async () => {
    const first = next;
    next += BATCH[way];
    const count = Math.min(BATCH[way], orders - first + 1);
    if (count <= 0) return null;
    await work(Array.from({ length: count }, (_, n) => first + n));
    return count;
  };
  return until({ seconds, most: most ?? Infinity, lanes }, () => lane);
});
sayReady(true);
