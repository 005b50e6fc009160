import type { Faults, Service } from './faults';
import type { Schedule } from './schedule';

/** A webhook that is ready to go: its bytes and headers stay the same in every attempt. */
export interface Parcel {
  service: Service;
  topic: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Delivery {
  at: string;
  service: Service;
  topic: string;
  attempt: number;
  /** HTTP status of the app's answer; 0 when none came in time. */
  status: number;
  body: unknown;
}

export interface Postman {
  post: (parcel: Parcel) => Promise<void>;
  deliveries: () => Delivery[];
  clear: () => void;
}

export interface PostmanPorts {
  appUrl: string;
  schedule: Schedule;
  faults: Faults;
  clock: { peek: () => Date };
  /** Called when the app was told something, whatever it answered. */
  changed: () => void;
}

/** Shopify gives an endpoint 5 s and retries 8 times over 4 hours; the waits are shortened here. */
const TIME_LIMIT_MS = 5_000;
const RETRY_WAITS_MS = [300, 600, 1_200, 2_500, 5_000, 10_000, 20_000, 40_000];
const HELD_MS = 1_500;
const KEPT_DELIVERIES = 5_000;

export function createPostman(ports: PostmanPorts): Postman {
  const { faults, schedule } = ports;
  const chains = { shopify: Promise.resolve(), whatsapp: Promise.resolve() };
  const held: Record<Service, Parcel[]> = { shopify: [], whatsapp: [] };
  const diary = createDiary(ports);

  const attempt = async (parcel: Parcel, number: number): Promise<void> => {
    const status = await send(ports.appUrl, parcel);
    diary.note(parcel, number, status);
    const wait = RETRY_WAITS_MS[number - 1];
    if ((status < 200 || status > 299) && wait !== undefined) {
      schedule.after(wait, () => attempt(parcel, number + 1), true);
    }
  };
  const inTurn = (parcel: Parcel): Promise<void> => {
    chains[parcel.service] = chains[parcel.service].then(() => attempt(parcel, 1));
    return chains[parcel.service];
  };
  const release = async (service: Service): Promise<void> => {
    for (const parcel of held[service].splice(0)) await inTurn(parcel);
  };
  return {
    post: async (parcel) => {
      const fault = faults.take(parcel.service, (kind) => kind.endsWith('-webhooks'));
      if (fault === 'lose-webhooks') return;
      if (fault === 'reorder-webhooks') {
        held[parcel.service].push(parcel);
        schedule.after(HELD_MS, () => release(parcel.service));
        return;
      }
      await inTurn(parcel);
      if (fault === 'duplicate-webhooks') await inTurn(parcel);
      await release(parcel.service);
    },
    deliveries: diary.all,
    clear: () => {
      diary.clear();
      for (const parcels of Object.values(held)) parcels.length = 0;
    },
  };
}

interface Diary {
  note: (parcel: Parcel, attempt: number, status: number) => void;
  all: () => Delivery[];
  clear: () => void;
}

function createDiary({ clock, changed }: Pick<PostmanPorts, 'clock' | 'changed'>): Diary {
  let deliveries: Delivery[] = [];
  return {
    note: ({ service, topic, body }, attempt, status) => {
      const at = clock.peek().toISOString();
      deliveries.push({ at, service, topic, attempt, status, body: JSON.parse(body) });
      if (deliveries.length > KEPT_DELIVERIES) deliveries = deliveries.slice(-KEPT_DELIVERIES);
      changed();
    },
    all: () => deliveries,
    clear: () => {
      deliveries = [];
    },
  };
}

async function send(appUrl: string, parcel: Parcel): Promise<number> {
  try {
    const response = await fetch(`${appUrl}${parcel.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...parcel.headers },
      body: parcel.body,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
