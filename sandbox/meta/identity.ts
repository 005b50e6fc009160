import { createHash } from 'node:crypto';

/**
 * The id under which WhatsApp knows a phone number. It is not always the number itself:
 * Mexico keeps an old 1, Argentina a 9, and most Brazilian accounts have no ninth digit.
 */
export function waIdOf(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (/^52\d{10}$/.test(digits)) return `521${digits.slice(2)}`;
  if (/^54(?!9)\d{10}$/.test(digits)) return `549${digits.slice(2)}`;
  const brazil = /^55([3-9]\d)9(\d{8})$/.exec(digits);
  return brazil === null ? digits : `55${brazil[1] ?? ''}${brazil[2] ?? ''}`;
}

export function isUserId(text: string): boolean {
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(text);
}

export function isDialable(phone: string): boolean {
  return /^\+?[\d\s()-]+$/.test(phone) && /^[1-9]\d{7,14}$/.test(phone.replace(/\D/g, ''));
}

/** Numbers that end in 0000 have no WhatsApp account in the sandbox. */
export function hasAccount(waId: string): boolean {
  return !waId.endsWith('0000');
}

/** Meta delivers no marketing templates to US numbers (dialling code +1) since April 2025. */
export function refusesMarketing(waId: string): boolean {
  return waId.startsWith('1');
}

const COUNTRY_OF_PREFIX: Record<string, string> = {
  '1': 'US', '20': 'EG', '27': 'ZA', '30': 'GR', '31': 'NL', '32': 'BE', '33': 'FR', '34': 'ES',
  '351': 'PT', '353': 'IE', '36': 'HU', '39': 'IT', '40': 'RO', '41': 'CH', '420': 'CZ', '43': 'AT',
  '44': 'GB', '45': 'DK', '46': 'SE', '47': 'NO', '48': 'PL', '49': 'DE', '52': 'MX', '54': 'AR',
  '55': 'BR', '61': 'AU', '62': 'ID', '65': 'SG', '66': 'TH', '7': 'RU', '81': 'JP', '82': 'KR',
  '84': 'VN', '86': 'CN', '90': 'TR', '91': 'IN', '966': 'SA', '971': 'AE', '972': 'IL',
}; // prettier-ignore

/** The business-scoped user id (BSUID) of an account: the same number always has the same one. */
export function userIdOf(waId: string, generation: number): string {
  const hash = createHash('sha256').update(`${waId}:${generation}`).digest();
  const digits = BigInt(`0x${hash.subarray(0, 7).toString('hex')}`)
    .toString()
    .padStart(16, '1');
  return `${countryOf(waId)}.${digits.slice(0, 16)}`;
}

function countryOf(waId: string): string {
  for (const length of [3, 2, 1]) {
    const country = COUNTRY_OF_PREFIX[waId.slice(0, length)];
    if (country !== undefined) return country;
  }
  return 'ZZ';
}
