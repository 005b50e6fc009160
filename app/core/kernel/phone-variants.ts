/**
 * Countries in which one subscriber is written in several ways, also by WhatsApp itself.
 * `national` is the number without its country code.
 */
interface NumberPlan {
  /** Spellings that the text may stand for, the canonical form first in line; validated later. */
  readonly canonical: (national: string) => readonly string[];
  /** Ways in which WhatsApp may report the canonical number, without the country code. */
  readonly reported: (national: string) => readonly string[];
}

/**
 * Brazil: Anatel added a 9 before every eight-digit mobile (resolution 553/2010, all areas since
 * 2016). Mobiles begin with 6–9, landlines with 2–5. WhatsApp accounts opened before it, mostly in
 * areas above 28, are still reported without it.
 */
const BRAZIL: NumberPlan = {
  canonical: (national) =>
    /^[1-9]\d[6-9]\d{7}$/.test(national)
      ? [`${national.slice(0, 2)}9${national.slice(2)}`, national]
      : [national],
  reported: (national) =>
    /^\d{2}9\d{8}$/.test(national)
      ? [national, `${national.slice(0, 2)}${national.slice(3)}`]
      : [national],
};

/**
 * Mexico: since August 2019 (IFT) every number has ten digits and no prefix. The mobile 1 after
 * the country code and the local 01, 044 and 045 live on in address books and in WhatsApp.
 */
const MEXICO: NumberPlan = {
  canonical: (national) => [national.replace(/^(?:044|045|01|1)(?=\d{10}$)/, '')],
  reported: (national) => [national, `1${national}`],
};

/**
 * Argentina: ten digits name the subscriber. Callers from abroad put a 9 before a mobile, local
 * callers a 15 after its area code of two to four digits. A number without either is read as a
 * mobile where the plan has it as one, for people shorten their own number so.
 */
const ARGENTINA: NumberPlan = {
  canonical: (national) => {
    const bare = national.replace(/^0+/, '').replace(/^9(?=\d{10,12}$)/, '');
    if (bare.length === 10) return [`9${bare}`, bare];
    const without15 = [2, 3, 4]
      .filter((area) => bare.length === 12 && bare.slice(area, area + 2) === '15')
      .map((area) => `9${bare.slice(0, area)}${bare.slice(area + 2)}`);
    return [...without15, national];
  },
  reported: (national) => (/^9\d{10}$/.test(national) ? [national, national.slice(1)] : [national]),
};

const PLANS: Readonly<Record<string, NumberPlan>> = { 52: MEXICO, 54: ARGENTINA, 55: BRAZIL };

/** National spellings to try for a calling code ("55"), the preferred one first. */
export const canonicalSpellings = (callingCode: string, national: string): readonly string[] =>
  PLANS[callingCode]?.canonical(national) ?? [national];

/** National spellings under which WhatsApp may report a canonical number. */
export const reportedSpellings = (callingCode: string, national: string): readonly string[] =>
  PLANS[callingCode]?.reported(national) ?? [national];
