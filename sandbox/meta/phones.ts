import { hasAccount, isUserId, userIdOf, waIdOf } from './identity';

export type Tick = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

export interface ChatButton {
  kind: 'url' | 'quick_reply' | 'reply' | 'other';
  text: string;
  url?: string;
  payload?: string;
}

/** What the phone shows of one message. Times are the app's clock, ISO 8601. */
export interface ChatMessage {
  id: string;
  from: 'business' | 'shopper';
  at: string;
  kind: string;
  image: string | null;
  header: string | null;
  body: string;
  footer: string | null;
  buttons: ChatButton[];
  template: string | null;
  tick: Tick | null;
  error: string | null;
  replyTo: string | null;
  /** Text of the template category or `service`, as Meta's pricing names it. */
  category: string;
  callbackData: string | null;
}

export interface Phone {
  waId: string;
  /** +… as people write it. */
  number: string;
  name: string;
  userId: string;
  generation: number;
  messages: ChatMessage[];
  lastInboundAt: string | null;
  /** When the business last wrote outside the 24 hours after the shopper's own message. */
  lastUnaskedAt: string | null;
  typing: boolean;
}

export interface Phones {
  /** The phone behind a number or a BSUID; a number is new when it was never seen. */
  of: (recipient: string) => Phone | null;
  known: () => Phone[];
  messageById: (id: string) => { phone: Phone; message: ChatMessage } | null;
  renewUserId: (phone: Phone) => string;
  clear: () => void;
}

const NAMES = [
  'Giulia Rossi',
  'Marco Bianchi',
  'Sofia Russo',
  'Luca Ferrari',
  'Anna Romano',
] as const;

export function createPhones(): Phones {
  const phones = new Map<string, Phone>();
  const byNumber = (number: string): Phone => {
    const waId = waIdOf(number);
    const found = phones.get(waId);
    if (found !== undefined) return found;
    const phone = newPhone(number, waId, NAMES[phones.size % NAMES.length] ?? NAMES[0]);
    if (hasAccount(waId)) phones.set(waId, phone);
    return phone;
  };
  const known = (): Phone[] => [...phones.values()];
  return {
    of: (recipient) =>
      isUserId(recipient)
        ? (known().find((phone) => phone.userId === recipient) ?? null)
        : byNumber(recipient),
    known,
    messageById: (id) => {
      for (const phone of phones.values()) {
        const message = phone.messages.find((candidate) => candidate.id === id);
        if (message !== undefined) return { phone, message };
      }
      return null;
    },
    renewUserId: (phone) => {
      phone.generation += 1;
      phone.userId = userIdOf(phone.waId, phone.generation);
      return phone.userId;
    },
    clear: () => phones.clear(),
  };
}

function newPhone(number: string, waId: string, name: string): Phone {
  return {
    waId,
    number: `+${number.replace(/\D/g, '')}`,
    name,
    userId: userIdOf(waId, 0),
    generation: 0,
    messages: [],
    lastInboundAt: null,
    lastUnaskedAt: null,
    typing: false,
  };
}
