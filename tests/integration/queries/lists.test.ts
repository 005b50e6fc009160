import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationList, isConversationMark } from '#queries/conversation-list';
import { placeOf } from '#queries/page';
import type { ListPage, PagePlace } from '#queries/page';
import { isShopperMark, searchShoppers } from '#queries/shopper-search';
import { isTemplateMark, templateList } from '#queries/template-list';
import type { ShopId } from '#core/kernel/ids';
import { openRig } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

const shopId = 'mine' as ShopId;
let rig: Rig;

/**
 * 130 shoppers: 100 who were seen, many of them at the same instant, and 30 who never did a thing.
 * Shopper 1 wrote 400 messages after everybody else: more than one reading of traces holds.
 */
const FILL = `
  INSERT INTO shop SELECT s, 'shopify', s || '.x', s, 'EUR', 'UTC', 'IT', 'it', 'installed', '{}'
    FROM unnest(ARRAY['mine', 'other']) s;
  INSERT INTO channel SELECT 'w', id, 'p' || id, 'w' || id, 'd', 'connected', NULL, 'GREEN', 80, 't'
    FROM shop;
  INSERT INTO customer (shop_id, id, display_name)
    SELECT s.id, 'c' || lpad(n::text, 3, '0'), CASE WHEN n % 2 = 0 THEN 'Anna' ELSE 'Bruno' END
    FROM shop s, generate_series(1, 130) n;
  INSERT INTO cart (shop_id, id, external_id, customer_id, line_items, total_minor, currency, state,
    last_activity_at, source_updated_at)
    SELECT shop_id, id, id, id, '[]', 1, 'EUR', 'open',
      '2026-11-20T10:00:00.123Z'::timestamptz - right(id, 3)::int / 7 * interval '1 minute', now()
    FROM customer WHERE id <= 'c080';
  INSERT INTO orders (shop_id, id, external_id, name, customer_id, total_minor,
    current_total_minor, currency, payment, placed_at, source_updated_at)
    SELECT shop_id, id, id, 'n', id, 1, 1, 'EUR', 'paid', '2026-11-20T09:58:00.123Z', now()
    FROM customer WHERE id BETWEEN 'c060' AND 'c100';
  INSERT INTO message (shop_id, id, direction, channel_id, customer_id, body, category, state,
    created_at)
    SELECT 'mine', 'm' || n, 'in', 'w', 'c001', '{"kind": "text", "text": "Ciao"}', 'service',
      'received', '2026-11-21T10:00:00Z'::timestamptz + n * interval '1 second'
    FROM generate_series(1, 400) n;
  INSERT INTO conversation (shop_id, id, channel_id, customer_id, state, unread_count,
    last_message_at)
    SELECT shop_id, id, 'w', id, 'open', right(id, 3)::int % 40 / 39,
      '2026-11-20T10:00:00Z'::timestamptz - right(id, 3)::int / 9 * interval '1 minute'
    FROM customer;
  INSERT INTO template (shop_id, id, name, language, category, state, content)
    SELECT 'mine', 't' || n, 'name_' || n % 10, 'l' || n, 'MARKETING',
      CASE n WHEN 45 THEN 'deleted' ELSE 'approved' END, '{}' FROM generate_series(1, 45) n`;

beforeAll(async () => {
  rig = await openRig();
  for (const statement of FILL.split(';')) await rig.database.sql.query(statement);
});
afterAll(() => rig.end());

type Reader<Row> = (place: PagePlace) => Promise<ListPage<Row>>;
type IsMark = (values: readonly string[]) => boolean;

const follow = (way: 'before' | 'after', mark: string, isMark: IsMark): PagePlace =>
  placeOf(new URLSearchParams(mark === '' ? {} : { [way]: mark }), isMark);

/** Every page by its "next" links, then the way back by its "previous" links. */
async function walk<Row extends { id: string }>(read: Reader<Row>, isMark: IsMark) {
  const there: string[][] = [];
  let page = await read(null);
  there.push(page.rows.map(({ id }) => id));
  while (page.next !== null) {
    page = await read(follow('after', page.next, isMark));
    there.push(page.rows.map(({ id }) => id));
  }
  const back = [page.rows.map(({ id }) => id)];
  while (page.previous !== null) {
    page = await read(follow('before', page.previous, isMark));
    back.unshift(page.rows.map(({ id }) => id));
  }
  return { there, back };
}

describe('the list of shoppers', () => {
  const read =
    (text = '') =>
    (place: PagePlace) =>
      searchShoppers(shopId, rig.database.sql, { text, place });

  it('shows each shopper on one page, the latest first and those never seen last', async () => {
    const { there } = await walk(read(), isShopperMark);
    expect(there.map(({ length }) => length)).toEqual([50, 50, 30]);
    const [row] = await rig.database.sql.query<{ ids: readonly string[] }>(
      `SELECT jsonb_agg(id ORDER BY at DESC NULLS LAST, id DESC) AS ids FROM (
         SELECT c.id, (SELECT max(t) FROM (
             SELECT last_activity_at AS t FROM cart x WHERE x.shop_id = $1 AND customer_id = c.id
             UNION ALL SELECT created_at FROM message x WHERE x.shop_id = $1 AND customer_id = c.id
             UNION ALL SELECT placed_at FROM orders x WHERE x.shop_id = $1 AND customer_id = c.id
           ) traces) AS at
         FROM customer c WHERE c.shop_id = $1) everybody`,
      [shopId],
    );
    expect(there.flat()).toEqual(row?.ids);
    expect(there[0]?.[0]).toBe('c001');
  });

  it('leads back over the same pages', async () => {
    const { there, back } = await walk(read(), isShopperMark);
    expect(back).toEqual(there);
  });

  it('has pages of what a search finds, too', async () => {
    const { there, back } = await walk(read('anna'), isShopperMark);
    expect(there.map(({ length }) => length)).toEqual([50, 15]);
    expect(new Set(there.flat()).size).toBe(65);
    expect(back).toEqual(there);
  });

  it('counts all shoppers, and what a search finds where that is on one page', async () => {
    const { sql } = rig.database;
    const totalOf = async (text: string) =>
      (await searchShoppers(shopId, sql, { text, place: null })).total;
    expect(await totalOf('')).toEqual({ count: 130, more: false });
    expect(await totalOf('anna')).toBe(null);
    expect(await totalOf('nobody')).toEqual({ count: 0, more: false });
  });

  it('begins at its first page for an address that was made up', () => {
    const made = (mark: string) => placeOf(new URLSearchParams({ after: mark }), isShopperMark);
    const forged = Buffer.from('["2026-99-99T00:00:00.000Z","c"]').toString('base64url');
    for (const mark of ['', 'x', 'W10', forged, 'A'.repeat(5_000)]) expect(made(mark)).toBe(null);
  });
});

describe('the list of conversations', () => {
  it('has the unread ones first, then the latest, each on one page in both directions', async () => {
    const read = (place: PagePlace) => conversationList(shopId, rig.database.sql, place);
    const { there, back } = await walk(read, isConversationMark);
    expect(there.map(({ length }) => length)).toEqual([50, 50, 30]);
    expect(there.flat().slice(0, 4)).toEqual(['c039', 'c079', 'c119', 'c008']);
    expect(new Set(there.flat()).size).toBe(130);
    expect(back).toEqual(there);
    expect((await read(null)).total).toEqual({ count: 130, more: false });
  });
});

describe('the list of templates', () => {
  it('has short pages by name and language, without deleted ones', async () => {
    const read = (place: PagePlace) => templateList(shopId, rig.database.sql, place);
    const { there, back } = await walk(read, isTemplateMark);
    expect(there.map(({ length }) => length)).toEqual([20, 20, 4]);
    expect(new Set(there.flat()).size).toBe(44);
    expect(back).toEqual(there);
  });
});
