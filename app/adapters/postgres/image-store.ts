import type { ImageStore } from '#core/messaging/index';
import type { Sql } from './client';

interface ImageRow {
  readonly bytes: Buffer;
}

/** JPEG cards by the hash of their content. */
export const imageStore = (sql: Sql): ImageStore => ({
  async get(hash) {
    const [row] = await sql.query<ImageRow>('SELECT bytes FROM product_image WHERE hash = $1', [
      hash,
    ]);
    return row?.bytes ?? null;
  },
  async put(hash, bytes) {
    await sql.query(
      `INSERT INTO product_image (hash, content_type, bytes) VALUES ($1, 'image/jpeg', $2)
       ON CONFLICT (hash) DO NOTHING`,
      [hash, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)],
    );
  },
});
