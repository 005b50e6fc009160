import type { FaultGuide } from '#core/messaging/index';
import type { Normalized, Receipt } from '#core/intake/index';
import { normalize, whatsappFaults } from './whatsapp-cloud/index';

export type MessagingVendor = 'whatsapp-cloud';

/** What the app needs of a vendor besides its gateway. */
export interface MessagingVendorEntry {
  readonly name: string;
  /** Reads a delivery into facts; pure. */
  readonly normalize: (receipt: Pick<Receipt, 'body' | 'receivedAt'>) => Normalized;
  readonly faults: FaultGuide;
}

/** Complete by type: a new vendor does not compile until it is here. */
export const MESSAGING_VENDORS = {
  'whatsapp-cloud': { name: 'WhatsApp', normalize, faults: whatsappFaults },
} satisfies Record<MessagingVendor, MessagingVendorEntry>;
