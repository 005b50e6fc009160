import type { PrivacyRequest, PrivacyRequestKind, PrivacyStore } from '#core/intake/index';
import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

interface PrivacyRow {
  readonly id: string;
  readonly shop_id: ShopId;
  readonly kind: PrivacyRequestKind;
  readonly external_id: string;
  readonly requested_at: Date;
  readonly completed_at: Date | null;
  readonly result: Record<string, unknown> | null;
}

const toRequest = (row: PrivacyRow): PrivacyRequest => ({
  id: row.id,
  shopId: row.shop_id,
  kind: row.kind,
  externalId: row.external_id,
  requestedAt: row.requested_at,
  completedAt: row.completed_at,
  result: row.result,
});

export const privacyStore = (sql: Sql): PrivacyStore => ({
  async record(request) {
    const rows = await sql.query<{ id: string }>(
      `INSERT INTO privacy_request (shop_id, id, kind, external_id, requested_at, completed_at,
         result)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (shop_id, kind, external_id) DO NOTHING RETURNING id`,
      [
        request.shopId,
        request.id,
        request.kind,
        request.externalId,
        request.requestedAt,
        request.completedAt,
        request.result === null ? null : JSON.stringify(request.result),
      ],
    );
    return rows.length > 0;
  },
  async ofShop(shopId) {
    const rows = await sql.query<PrivacyRow>(
      'SELECT * FROM privacy_request WHERE shop_id = $1 ORDER BY requested_at DESC, id',
      [shopId],
    );
    return rows.map(toRequest);
  },
});
