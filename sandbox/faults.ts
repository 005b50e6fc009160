export type Service = 'shopify' | 'whatsapp';

/** What Shopify may do and not tell, for the answer is lost on its way. */
const MAKING = ['draftOrderCreate', 'draftOrderComplete', 'orderCreateManualPayment'] as const;

/** Error codes of Meta's reference that a fault can name; see meta/errors.ts for their texts. */
export const WHATSAPP_CODES = [
  0, 4, 10, 100, 190, 368, 80007, 130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016,
  131021, 131026, 131031, 131042, 131045, 131047, 131048, 131049, 131050, 131051, 131052, 131053,
  131056, 131057, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069,
  133004, 133010, 135000,
] as const;

const KINDS: Record<Service, readonly string[]> = {
  whatsapp: [
    'http-500',
    'timeout-before',
    'timeout-after',
    'slow',
    'duplicate-webhooks',
    'reorder-webhooks',
    'lose-webhooks',
    ...WHATSAPP_CODES.map(String),
    ...WHATSAPP_CODES.map((code) => `status-failed:${code}`),
  ],
  shopify: [
    'throttled',
    'http-500',
    'timeout',
    'duplicate-webhooks',
    'reorder-webhooks',
    'lose-webhooks',
    'null-recovery-url',
    'token-expired',
    ...MAKING.map((mutation) => `answer-lost:${mutation}`),
  ],
};

export interface Fault {
  service: Service;
  kind: string;
  times: number;
}

export type FaultOutcome = { ok: true; fault: Fault } | { ok: false; error: string };

export interface Faults {
  add: (service: string, kind: string, times: number) => FaultOutcome;
  /** Uses up one occurrence of the first waiting fault that fits, oldest first. */
  take: (service: Service, fits: (kind: string) => boolean) => string | null;
  list: () => Fault[];
  clear: () => void;
}

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (service, kind, times) => {
      const checked = checkFault(service, kind, times);
      if (checked.ok) waiting.push(checked.fault);
      return checked;
    },
    take: (service, fits) => {
      const found = waiting.find((fault) => fault.service === service && fits(fault.kind));
      if (found === undefined) return null;
      found.times -= 1;
      waiting = waiting.filter((fault) => fault.times > 0);
      return found.kind;
    },
    list: () => waiting,
    clear: () => {
      waiting = [];
    },
  };
}

function checkFault(service: string, kind: string, times: number): FaultOutcome {
  if (service !== 'shopify' && service !== 'whatsapp') {
    return { ok: false, error: 'The service must be "shopify" or "whatsapp".' };
  }
  if (!KINDS[service].includes(kind)) {
    return {
      ok: false,
      error: `Unknown kind "${kind}" for ${service}. Known kinds: ${KINDS[service].join(', ')}.`,
    };
  }
  if (!Number.isInteger(times) || times < 1 || times > 10_000) {
    return { ok: false, error: 'times must be a whole number from 1 to 10000.' };
  }
  return { ok: true, fault: { service, kind, times } };
}
