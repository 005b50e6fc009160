import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, normalize, extname } from 'node:path';
import { json, type Answer, type Exchange } from '../http/exchange';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
};

/** The page may load its own files and show pictures; nothing of it comes from elsewhere. */
const POLICY =
  "default-src 'self'; img-src 'self' http: https: data:; style-src 'self' 'unsafe-inline'; frame-src 'self' http:; connect-src 'self'; base-uri 'none'; form-action 'self'";

export type StaticFiles = (path: string, exchange: Exchange) => Promise<Answer>;

export function createStaticFiles(folder: string): StaticFiles {
  return async (path, exchange) => {
    const file = normalize(join(folder, path));
    const type = TYPES[extname(file)];
    if (!file.startsWith(normalize(folder)) || type === undefined) return notFound();
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return notFound();
    const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    const headers: Record<string, string> = {
      'content-type': type,
      etag: tag,
      'cache-control': type === 'image/jpeg' ? 'public, max-age=3600' : 'no-cache',
      ...(type.startsWith('text/html') ? { 'content-security-policy': POLICY } : {}),
    };
    if (exchange.headers['if-none-match'] === tag) {
      return { kind: 'reply', status: 304, headers, body: '' };
    }
    return { kind: 'reply', status: 200, headers, body: bytes };
  };
}

function notFound(): Answer {
  return json(404, { error: 'There is no such file.' });
}
