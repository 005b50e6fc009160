/** What a message is, as far as the law tells messages apart. */
export type MessageCategory = 'cart_reminder_first' | 'cart_reminder_series' | 'marketing';

/**
 * What must be true before a message may go.
 * `none_needed_service`: nothing, as long as the person hasn't opted out.
 * `soft_opt_in_existing_customer`: the person bought before, or opted in.
 * `explicit_opt_in`: the person opted in to WhatsApp messages.
 * `not_possible`: the platform delivers no such message to the country.
 */
export const CONSENT_BASES = [
  'none_needed_service',
  'soft_opt_in_existing_customer',
  'explicit_opt_in',
  'not_possible',
] as const;

export type ConsentBasis = (typeof CONSENT_BASES)[number];

export interface CountryRule {
  readonly bases: Readonly<Record<MessageCategory, ConsentBasis>>;
  /** Law or platform rule that the row rests on, for the merchant to read. */
  readonly source: string;
  /** When the source took effect, or its last change that matters here: YYYY, YYYY-MM, YYYY-MM-DD. */
  readonly sourceDate: string;
}

const bases = (
  cart_reminder_first: ConsentBasis,
  cart_reminder_series: ConsentBasis,
  marketing: ConsentBasis,
): CountryRule['bases'] => ({ cart_reminder_first, cart_reminder_series, marketing });

const SERVICE = 'none_needed_service';
const CUSTOMER = 'soft_opt_in_existing_customer';
const EXPLICIT = 'explicit_opt_in';
const NOT_POSSIBLE = 'not_possible';

const everything = (basis: ConsentBasis): CountryRule['bases'] => bases(basis, basis, basis);

const SANCTIONED: CountryRule = {
  bases: everything(NOT_POSSIBLE),
  source:
    'WhatsApp Business Platform: people in Cuba, Iran, North Korea and Syria are not eligible to ' +
    'receive messages sent through it.',
  sourceDate: '2024-05-15',
};

/** The rule of a country that the table doesn't name. */
export const DEFAULT_RULE: CountryRule = {
  bases: everything(EXPLICIT),
  source:
    'Safe default: WhatsApp Business Messaging Policy (opt-in before the first message) and, in ' +
    'the European Union, article 13(1) of directive 2002/58/EC (prior consent).',
  sourceDate: '2002-07-12',
};

/**
 * ISO 3166 alpha-2 code → rule. It states our careful reading, not legal advice; a merchant can
 * put their own over it, country by country.
 */
export const COUNTRY_RULES: Readonly<Record<string, CountryRule>> = {
  IT: {
    bases: bases(SERVICE, EXPLICIT, EXPLICIT),
    source:
      'Garante per la protezione dei dati personali, 2025: one genuine cart reminder is a service ' +
      'message; a series is promotion and needs consent (article 130 of the Codice privacy, whose ' +
      'exception for customers covers e-mail alone).',
    sourceDate: '2025',
  },
  GB: {
    bases: bases(SERVICE, CUSTOMER, CUSTOMER),
    source:
      'Privacy and Electronic Communications Regulations 2003, regulation 22(3): contact details ' +
      'given in the negotiations for a sale may be used for similar products, with an opt-out in ' +
      'every message. Read narrowly: the negotiation covers one reminder, later messages need a ' +
      'purchase or consent.',
    sourceDate: '2003-12-11',
  },
  BR: {
    bases: bases(SERVICE, EXPLICIT, EXPLICIT),
    source:
      'Lei Geral de Proteção de Dados (13.709/2018), articles 7(IX) and 10: legitimate interest in ' +
      'one reminder of a purchase that the person began; consent for more.',
    sourceDate: '2020-09-18',
  },
  US: {
    bases: everything(NOT_POSSIBLE),
    source:
      'WhatsApp Business Platform: marketing templates are not delivered to numbers of the United ' +
      'States, and a cart reminder is a marketing template.',
    sourceDate: '2025-04-01',
  },
  CA: {
    bases: bases(CUSTOMER, CUSTOMER, EXPLICIT),
    source:
      'Canada’s anti-spam law (S.C. 2010, c. 23), section 10(9) and (10): consent is implied by a ' +
      'purchase of the last two years.',
    sourceDate: '2014-07-01',
  },
  AU: {
    bases: bases(CUSTOMER, CUSTOMER, EXPLICIT),
    source:
      'Spam Act 2003, schedule 2: consent may be inferred from an existing business relationship.',
    sourceDate: '2004-04-10',
  },
  NZ: {
    bases: bases(CUSTOMER, CUSTOMER, EXPLICIT),
    source:
      'Unsolicited Electronic Messages Act 2007, section 4: consent may be inferred from the ' +
      'business relationship.',
    sourceDate: '2007-09-05',
  },
  ES: {
    bases: bases(CUSTOMER, CUSTOMER, EXPLICIT),
    source:
      'Ley 34/2002 (LSSI), article 21(2): earlier contract, similar products, an opt-out in every ' +
      'message.',
    sourceDate: '2003-11-05',
  },
  FR: {
    bases: bases(CUSTOMER, CUSTOMER, EXPLICIT),
    source:
      'Code des postes et des communications électroniques, article L34-5: details collected at a ' +
      'sale, similar products, an opt-out in every message.',
    sourceDate: '2004-06-22',
  },
  DE: {
    bases: everything(EXPLICIT),
    source:
      'Gesetz gegen den unlauteren Wettbewerb, § 7(2) and (3): prior express consent; the exception ' +
      'for customers needs a notice at the time of collection that we can’t see.',
    sourceDate: '2022-05-28',
  },
  CU: SANCTIONED,
  IR: SANCTIONED,
  KP: SANCTIONED,
  SY: SANCTIONED,
};
