import type { StorePlatform } from '#adapters/commerce/registry';
import type { AdminAppOptions } from '#adapters/commerce/shopify/admin-app.server';
import type { Http } from '#adapters/http/request';
import type { WhatsAppCloud } from '#adapters/messaging/whatsapp-cloud/index';
import type { Database } from '#adapters/postgres/client';
import type { createPrisma } from '#adapters/postgres/prisma';
import type { Nesting, Together } from '#adapters/postgres/gathered-transact';
import type { Stores } from '#adapters/postgres/stores';
import type { QueueConnection } from '#adapters/queue/connection';
import type { JobQueues } from '#adapters/queue/enqueue';
import type { Cart, Shop } from '#core/commerce/index';
import type { Normalized, Receipt, Verified } from '#core/intake/index';
import type { Clock } from '#core/kernel/clock';
import type { NewId } from '#core/kernel/ids';
import type { Transact } from '#core/kernel/transact';
import type { FaultGuide, ProductImages } from '#core/messaging/index';
import type { PaymentProvider, PaymentProviderId } from '#core/payments/index';
import type { RehearsalClock } from './clock';
import type { DoorRoom } from './door-room';
import type { Env } from './env';
import type { FaultPoints } from './fault-points';
import type { Health } from './health';
import type { Logger } from './logger';
import type { Metrics } from './metrics';
import type { Headers } from './outside';
import type { SignIn } from './sign-in';
import type { Due } from './waiting';
import type { PaymentDoor } from './payments';
import type { WooCommerceDoor } from './woocommerce';

/** Everything that the entrances use, put together once a process. */
export interface Services {
  readonly env: Env;
  readonly log: Logger;
  readonly clock: Clock;
  /** The same clock where it can be moved; null on system time. */
  readonly rehearsal: RehearsalClock | null;
  readonly metrics: Metrics;
  readonly faultPoints: FaultPoints;
  readonly database: Database;
  readonly prisma: ReturnType<typeof createPrisma>;
  readonly stores: Stores;
  readonly transact: Transact<Stores>;
  /** The same for a rush of subjects that have nothing to do with each other. */
  readonly gathered: Transact<Stores>;
  /** Several at once within a transaction. */
  readonly together: Together<Stores>;
  /** The same within a transaction that goes on when they fail. */
  readonly nesting: Nesting<Stores>;
  readonly queueConnection: QueueConnection;
  readonly queue: JobQueues;
  readonly platformOf: (shop: Pick<Shop, 'platform'>) => StorePlatform;
  readonly checkoutUrl: (shop: Shop, cart: Cart, discountCode: string | null) => string | null;
  readonly gateway: WhatsAppCloud;
  readonly faults: FaultGuide;
  readonly images: ProductImages;
  readonly adminApp: AdminAppOptions;
  readonly verifyWebhook: Readonly<
    Record<'shopify' | 'whatsapp', (body: Uint8Array, headers: Headers) => Verified>
  >;
  readonly providerOf: (id: PaymentProviderId) => PaymentProvider;
  readonly payments: PaymentDoor;
  readonly http: Http;
  readonly woocommerce: WooCommerceDoor;
  readonly signIn: SignIn;
  readonly whatsappChallenge: (query: URLSearchParams) => string | null;
  /** Room for the bodies that webhooks bring. */
  readonly doorRoom: DoorRoom;
  readonly normalize: (receipt: Receipt) => Normalized;
  readonly newId: NewId;
  /** The worker's side, filled in by the process that works. */
  readonly work: Work;
  /** Tells this process's workers, or one of its sweeps alone, to look for work now. */
  readonly wake: (sweep?: WokenSweep) => void;
  readonly health: () => Promise<Health>;
  /** Empties a rehearsal's database and starts it anew. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The sweeps whose work comes from outside or from each other; the others look by the clock. */
export const WOKEN_SWEEPS = [
  'receipts',
  'statuses',
  'events',
  'steps',
  'messages',
  'payments',
] as const;
export type WokenSweep = (typeof WOKEN_SWEEPS)[number];

export interface Work {
  /** Does all work that is due now, and answers when none is left. */
  drain: () => Promise<void>;
  /** Has every sweep look once, also those that look seldom. */
  sweep: () => Promise<void>;
  wake: (sweep?: WokenSweep) => void;
  nextDue: () => Promise<Due>;
  reset: () => Promise<void>;
}
