/** Those that WordPress's editor writes by their names; it writes all others by their numbers. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' },
  ...{ ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”' },
  ...{ laquo: '«', raquo: '»', euro: '€', copy: '©', reg: '®', trade: '™', deg: '°', times: '×' },
  ...{ agrave: 'à', egrave: 'è', eacute: 'é', igrave: 'ì', ograve: 'ò', ugrave: 'ù' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', szlig: 'ß', ccedil: 'ç', ntilde: 'ñ' },
};

/**
 * A name as a shopper reads it: WordPress lets merchants write markup into titles, and keeps "&" as
 * "&amp;". The answer is text, in which "<" may stand: whoever shows it escapes it.
 */
export function plainText(written: string): string {
  return written
    .replaceAll(/<(script|style)\b[^>]*>.*?<\/\1\s*>/gis, '')
    .replaceAll(/<\/?[a-z!][^>]*>/gi, ' ')
    .replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (entity, name: string) => {
      const meant = name.startsWith('#') ? characterOf(name.slice(1)) : NAMED[name];
      return meant ?? entity;
    })
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function characterOf(number: string): string | null {
  const isHex = /^x/i.test(number);
  const code = parseInt(isHex ? number.slice(1) : number, isHex ? 16 : 10);
  const isCharacter = code >= 0x20 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : null;
}
