import type { ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answer } from './http';

const ADDRESS = /^\/media\/([0-9a-f]{64})\.jpg$/;

/** Serves a product image by the hash of what it shows: it can never change, so caches keep it. */
export async function serveMedia(
  path: string,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const hash = ADDRESS.exec(path)?.[1];
  const bytes = hash ? await services.images.read(hash) : null;
  if (!bytes) {
    answer(response, 404, 'There is no such image.');
    return;
  }
  answer(response, 200, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `"${hash}"`,
  });
}
