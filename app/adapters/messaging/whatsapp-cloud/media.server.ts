import { createHash } from 'node:crypto';
import type { ChannelAccess } from '#core/messaging/index';
import { faultOf } from './faults';
import type { Graph } from './graph.server';
import { textOf } from './json-reading';

export interface Media {
  readonly bytes: Uint8Array;
  /** Its MIME type ("image/jpeg"). */
  readonly type: string;
}

/** Uploads a file for a message; answers its media id, good for 30 days. @throws VendorFault */
export async function uploadMedia(
  graph: Graph,
  access: ChannelAccess,
  media: Media,
): Promise<string> {
  const answer = await graph.call({
    method: 'POST',
    path: `${access.phoneNumberId}/media`,
    token: access.accessToken,
    raw: multipart(media),
    repeatable: true,
  });
  return required(answer.id);
}

/** Loads a file that a shopper sent: first its address, then its bytes. @throws VendorFault */
export async function readMedia(
  graph: Graph,
  access: ChannelAccess,
  mediaId: string,
): Promise<Media> {
  const about = await graph.call({
    method: 'GET',
    path: `${encodeURIComponent(mediaId)}?phone_number_id=${access.phoneNumberId}`,
    token: access.accessToken,
    repeatable: true,
  });
  const file = await graph.download(required(about.url), access.accessToken);
  const type = textOf(about.mime_type) ?? file.headers['content-type'] ?? BINARY;
  return { bytes: file.body, type };
}

const BINARY = 'application/octet-stream';

/**
 * Uploads a template's example picture over the resumable upload API and answers its handle.
 * `appId` may be "app", which stands for the app that the token belongs to. @throws VendorFault
 */
export async function uploadExample(
  graph: Graph,
  access: ChannelAccess,
  { jpeg, appId }: { readonly jpeg: Uint8Array; readonly appId: string },
): Promise<string> {
  const query = new URLSearchParams({
    file_name: 'example.jpg',
    file_length: String(jpeg.byteLength),
    file_type: 'image/jpeg',
  });
  const session = await graph.call({
    method: 'POST',
    path: `${appId}/uploads?${query.toString()}`,
    token: access.accessToken,
    repeatable: true,
  });
  const done = await graph.call({
    method: 'POST',
    path: required(session.id),
    token: access.accessToken,
    raw: {
      bytes: jpeg,
      headers: {
        // This one endpoint knows "OAuth" only (Graph API guide "Upload a file", step 2).
        authorization: `OAuth ${access.accessToken}`,
        file_offset: '0',
        'content-type': BINARY,
      },
    },
    repeatable: true,
  });
  return required(done.h);
}

function required(value: unknown): string {
  const text = textOf(value);
  if (text === null) throw faultOf('bad-answer', { repeatable: true });
  return text;
}

/** The boundary is the file's own hash, which the file can't contain. */
function multipart(media: Media): { bytes: Uint8Array; headers: Record<string, string> } {
  const boundary = `ripresa-${createHash('sha256').update(media.bytes).digest('hex')}`;
  const field = (name: string, extra: string, value: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${extra}\r\n${value}`;
  const extension = media.type.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin';
  const head =
    field('messaging_product', '', '\r\nwhatsapp\r\n') +
    field('type', '', `\r\n${media.type}\r\n`) +
    field('file', `; filename="file.${extension}"`, `content-type: ${media.type}\r\n\r\n`);
  const bytes = Buffer.concat([
    Buffer.from(head),
    media.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { bytes, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
