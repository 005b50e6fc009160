import type { CustomerId, ShopId } from '../kernel/ids';

/** A phone in one of the places where platforms keep one. */
export interface PhoneSeen {
  readonly raw: string;
  /** Of the address that it was typed into; the store's stands in for none. */
  readonly countryCode: string | null;
}

/** Who a checkout or order belongs to, as the platform told it. */
export interface ContactSeen {
  readonly externalCustomerId: string | null;
  readonly email: string | null;
  /** As typed; parsed with `countryCode` when it has no country of its own. */
  readonly phoneRaw: string | null;
  readonly countryCode: string | null;
  /** Taken in their order where `phoneRaw` is no phone. */
  readonly otherPhones?: readonly PhoneSeen[];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
}

/** One way to recognise a person. Values are canonical: E.164, lower-case e-mail, vendor id. */
export type IdentityKind = 'phone' | 'whatsapp_user' | 'external_customer' | 'email';

export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

export interface Customer {
  readonly id: CustomerId;
  readonly shopId: ShopId;
  readonly displayName: string | null;
  readonly firstName: string | null;
  readonly locale: string | null;
  readonly countryCode: string | null;
  readonly identities: readonly Identity[];
}
