import { isVendorFault } from '#core/kernel/vendor-fault';

import type { Http, HttpHeaders, HttpResponse } from '../http/request';

/** Why a picture is not on the card; `refused` is the host's final no, as for a photo taken down. */
export type MissingPhoto = 'unreachable' | 'refused' | 'not-a-photo' | 'too-large';

/** What a host called this version of a photo, as the request headers that ask for another one. */
export type Validators = HttpHeaders;

export type DownloadedPhoto =
  | { readonly kind: 'photo'; readonly bytes: Buffer; readonly validators: Validators }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'missing'; readonly reason: MissingPhoto };

const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 8_000;

/** Some stores' storage serves every file as octet-stream; the first bytes decide in the end. */
const TYPES = [
  'image/jpeg',
  'image/jpg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'application/octet-stream',
  'binary/octet-stream',
];

/**
 * Fetches a merchant's photo through the SSRF guard; a passing failure is tried once more.
 * @param known of the version that is at hand; when it is still the photo, the answer is `unchanged`
 */
export async function downloadPhoto(
  http: Pick<Http, 'request'>,
  url: string,
  known: Validators = {},
): Promise<DownloadedPhoto> {
  const first = await attempt(http, url, known);
  return first === 'again' ? settle(await attempt(http, url, known)) : first;
}

const settle = (outcome: DownloadedPhoto | 'again'): DownloadedPhoto =>
  outcome === 'again' ? missing('unreachable') : outcome;

const missing = (reason: MissingPhoto): DownloadedPhoto => ({ kind: 'missing', reason });

async function attempt(
  http: Pick<Http, 'request'>,
  url: string,
  known: Validators,
): Promise<DownloadedPhoto | 'again'> {
  try {
    const answer = await http.request({
      vendor: 'photo',
      url: absolute(url),
      headers: known,
      guarded: true,
      redirects: 3,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      accept: TYPES,
    });
    return outcomeOf(answer);
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return outcomeOfFault(error.details.code, error.details.retry === 'after');
  }
}

function outcomeOf({ status, headers, body }: HttpResponse): DownloadedPhoto | 'again' {
  if (status === 200) return { kind: 'photo', bytes: body, validators: validatorsOf(headers) };
  if (status === 304) return { kind: 'unchanged' };
  if (status === 429 || status >= 500) return 'again';
  return missing(status >= 400 ? 'refused' : 'unreachable');
}

/** RFC 9110, 13.1; what could not be sent back as a header is left out. */
function validatorsOf({ etag, 'last-modified': modified }: HttpHeaders): Validators {
  const usable = (value: string | undefined): value is string =>
    value !== undefined && /^[\x20-\x7e]{1,256}$/.test(value);
  return {
    ...(usable(etag) ? { 'if-none-match': etag } : {}),
    ...(usable(modified) ? { 'if-modified-since': modified } : {}),
  };
}

function outcomeOfFault(code: string, passing: boolean): DownloadedPhoto | 'again' {
  if (code === 'too-large') return missing('too-large');
  if (code === 'content-type') return missing('not-a-photo');
  // A slow host was given its time; waiting as long again would hold up the reminder.
  return passing && code !== 'timeout' ? 'again' : missing('unreachable');
}

/** Shopify themes write addresses without a scheme ("//cdn.shopify.com/…"). */
const absolute = (url: string): string => (url.startsWith('//') ? `https:${url}` : url);
