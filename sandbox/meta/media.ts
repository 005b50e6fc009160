import { createHash } from 'node:crypto';
import { json, textOf, type Exchange, type Reply } from '../http/exchange';
import { graphError, type Refusal } from './errors';

interface StoredMedia {
  id: string;
  mime: string;
  bytes: Buffer;
}

export interface MediaStore {
  upload: (exchange: Exchange) => Promise<Reply>;
  describe: (id: string) => Reply | null;
  download: (id: string) => Reply | null;
  remove: (id: string) => Reply | null;
  keep: (mime: string, bytes: Buffer) => string;
  find: (id: string) => StoredMedia | undefined;
  clear: () => void;
}

export interface MediaPorts {
  nextId: () => string;
  traceId: () => string;
  /** Address of the stand-in itself, for download links. */
  baseUrl: () => string;
}

/** Size limits in bytes by type. Source: Cloud API, "Media", supported media types. */
const LIMITS: Record<string, number> = {
  'image/jpeg': 5 * 1024 * 1024,
  'image/png': 5 * 1024 * 1024,
  'image/webp': 500 * 1024,
  'video/mp4': 16 * 1024 * 1024,
  'audio/ogg': 16 * 1024 * 1024,
  'audio/mpeg': 16 * 1024 * 1024,
  'application/pdf': 100 * 1024 * 1024,
};

export function createMediaStore(ports: MediaPorts): MediaStore {
  const media = new Map<string, StoredMedia>();
  const keep = (mime: string, bytes: Buffer): string => {
    const id = ports.nextId();
    media.set(id, { id, mime, bytes });
    return id;
  };
  const view = (id: string, show: (found: StoredMedia) => Reply): Reply | null => {
    const found = media.get(id);
    return found === undefined ? null : show(found);
  };
  return {
    keep,
    find: (id) => media.get(id),
    upload: async (exchange) => {
      const file = await readUpload(exchange);
      if ('code' in file) return graphError(file, ports.traceId());
      return json(200, { id: keep(file.mime, file.bytes) });
    },
    describe: (id) => view(id, (found) => describe(found, ports.baseUrl())),
    download: (id) => view(id, download),
    remove: (id) => (media.delete(id) ? json(200, { success: true }) : null),
    clear: () => media.clear(),
  };
}

function describe(media: StoredMedia, baseUrl: string): Reply {
  return json(200, {
    messaging_product: 'whatsapp',
    url: `${baseUrl}/media-download/${media.id}`,
    mime_type: media.mime,
    sha256: createHash('sha256').update(media.bytes).digest('hex'),
    file_size: String(media.bytes.length),
    id: media.id,
  });
}

function download(media: StoredMedia): Reply {
  return {
    kind: 'reply',
    status: 200,
    headers: { 'content-type': media.mime, 'cache-control': 'private, max-age=300' },
    body: media.bytes,
  };
}

async function readUpload(exchange: Exchange): Promise<Omit<StoredMedia, 'id'> | Refusal> {
  const refuse = (details: string): Refusal => ({ code: 131053, details });
  const form = await readForm(exchange);
  if (form === null) return refuse('The upload is not multipart/form-data with a file.');
  if (form.get('messaging_product') !== 'whatsapp') {
    return { code: 100, details: 'The parameter messaging_product is required.' };
  }
  const file = form.get('file');
  if (!(file instanceof Blob)) return refuse('The parameter file is required.');
  const [mime = ''] = textOf(form.get('type'), file.type).split(';');
  const limit = LIMITS[mime];
  if (limit === undefined) return refuse(`Media of type ${mime} is not supported.`);
  if (file.size > limit) return refuse(`The file is larger than ${limit} bytes.`);
  return { mime, bytes: Buffer.from(await file.arrayBuffer()) };
}

async function readForm(exchange: Exchange): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(exchange.body), {
      headers: { 'content-type': exchange.headers['content-type'] ?? '' },
    }).formData();
  } catch {
    return null;
  }
}

const HEADER_IMAGE_LIMIT = 5 * 1024 * 1024;

/** Fetches a header image as Meta does before it sends; the answer says what is wrong, or null. */
export async function checkLinkedImage(link: string): Promise<string | null> {
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(5_000) });
    if (!response.ok)
      return `Downloading media from weblink failed with http code ${response.status}`;
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > HEADER_IMAGE_LIMIT) return 'Media file size too big. Max 5 MB.';
    if (!['image/jpeg', 'image/png'].includes(type)) return `Media type ${type} is not supported.`;
    return isJpegOrPng(bytes) ? null : 'The file is not a JPEG or PNG image.';
  } catch {
    return 'Downloading media from weblink failed.';
  }
}

function isJpegOrPng(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('hex');
  return start.startsWith('ffd8ff') || start === '89504e47';
}
