import { ACCOUNT_WORDS } from './whatsapp-account-words';
import { MESSAGE_WORDS } from './whatsapp-message-words';
import { TRANSPORT_WORDS } from './whatsapp-transport-words';
import type { Refusal } from './whatsapp-advice';

export interface Words {
  readonly title: string;
  readonly advice: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ...ACCOUNT_WORDS,
  ...MESSAGE_WORDS,
  ...TRANSPORT_WORDS,
};

/** What a code means, in the merchant's language; the app's own words where it is newer than we are. */
export function whatsappWords(code: string, own: Words): Words {
  const known = REFUSALS[code] ?? REFUSALS[family(code)];
  return known ? { title: known.title(), advice: known.advice() } : own;
}

/** Codes that mean the same: a permission that the token lacks, and a server that failed. */
function family(code: string): string {
  if (/^2\d\d$/.test(code)) return '2xx';
  return /^http_(5\d\d|408)$/.test(code) ? 'http_5xx' : code;
}
