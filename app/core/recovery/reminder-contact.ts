import type { Shop } from '#core/commerce/index';
import { effectiveConsent, mayContact } from '#core/consent/index';
import type { ConsentFact, ContactVerdict } from '#core/consent/index';

export interface ReminderTo {
  readonly shop: Pick<Shop, 'settings'>;
  readonly country: string;
  /** Place in the sequence: one genuine reminder is judged apart from a series. */
  readonly index: number;
  readonly consents: readonly ConsentFact[];
  readonly existingCustomer: boolean;
}

/** Whether the rules of the person's country let a reminder go. */
export const reminderContact = (to: ReminderTo): ContactVerdict =>
  mayContact({
    country: to.country,
    category: to.index === 0 ? 'cart_reminder_first' : 'cart_reminder_series',
    consent: effectiveConsent(to.consents),
    existingCustomer: to.existingCustomer,
    overrides: to.shop.settings.consentOverrides,
  });
