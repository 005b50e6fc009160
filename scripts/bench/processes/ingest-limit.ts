import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayReady } from './answering';

/** The least that any receiver of webhooks does here: node:http, the signature, an answer. */
const secret = process.env.SHOPIFY_API_SECRET ?? '';

const isSigned = (body: Buffer, signature: string): boolean => {
  const digest = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === digest.length && timingSafeEqual(given, digest);
};

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const signature = String(request.headers['x-shopify-hmac-sha256']);
    response.statusCode = isSigned(Buffer.concat(chunks), signature) ? 200 : 401;
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
