import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

/** Digits that a phone keeps however it is written: country code and trunk zero fall away. */
const PHONE_TAIL = 8;
const SHORTEST_TEXT = 4;

/**
 * Blanks the bodies of receipts that contain one of the texts, without regard to case, and for a
 * phone without regard to how it was typed. A receipt that still has to be read is blanked when it
 * is closed. Receipts without a shop (one delivery for several) are searched too.
 */
export async function blankReceipts(
  sql: Sql,
  shopId: ShopId,
  texts: readonly string[],
): Promise<number> {
  const wanted = texts.filter((text) => text.length >= SHORTEST_TEXT);
  const tails = wanted.map(phoneTail).filter((tail) => tail !== null);
  if (wanted.length === 0) return 0;
  const rows = await sql.query<{ id: number }>(
    // "escape" turns any bytes into text without failing on what is no UTF-8.
    `UPDATE receipt SET
       forget_body = true,
       body = CASE WHEN state = 'received' THEN body ELSE ''::bytea END
     WHERE (shop_id = $1 OR shop_id IS NULL) AND length(body) > 0 AND (
       EXISTS (SELECT FROM unnest($2::text[]) AS text
               WHERE position(lower(encode(convert_to(text, 'UTF8'), 'escape'))
                              in lower(encode(body, 'escape'))) > 0)
       OR EXISTS (SELECT FROM unnest($3::text[]) AS tail
                  WHERE position(tail in translate(encode(body, 'escape'), ' ()-./', '')) > 0))
     RETURNING id`,
    [shopId, wanted, tails],
  );
  return rows.length;
}

function phoneTail(text: string): string | null {
  if (!/^\+?[\d ()./-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= PHONE_TAIL ? digits.slice(-PHONE_TAIL) : null;
}
