/** Zones that WordPress can only be told as a difference to UTC, where a place keeps it all year. */
const PLACES: Readonly<Record<string, string>> = {
  '+03:30': 'Asia/Tehran',
  '+04:30': 'Asia/Kabul',
  '+05:30': 'Asia/Kolkata',
  '+05:45': 'Asia/Kathmandu',
  '+06:30': 'Asia/Yangon',
  '+08:45': 'Australia/Eucla',
  '+09:30': 'Australia/Darwin',
  '-09:30': 'Pacific/Marquesas',
};

/**
 * The IANA name of a WordPress site's time zone. "+02:00" becomes "Etc/GMT-2": PostgreSQL reads a
 * bare difference the other way round, and IANA's names of whole hours are written so, too.
 */
export function zoneName(written: string | null): string {
  const name = nameOf(written ?? '') ?? '';
  return isZone(name) ? name : 'UTC';
}

function nameOf(written: string): string | undefined {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(written);
  if (!offset) return written;
  const [, sign, hours, minutes] = offset;
  if (minutes !== '00') return PLACES[`${sign}${hours}:${minutes}`];
  return `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
}

function isZone(name: string): boolean {
  try {
    return name !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
