import { describe, expect, it } from 'vitest';
import type { Customer, IdentityKind } from '#core/commerce/index';
import type { CustomerId } from '#core/kernel/ids';
import { reachOf } from '#core/recovery/index';
import { cart, shop } from './subjects';

const person = (...identities: readonly [IdentityKind, string][]): Customer => ({
  id: 'customer-1' as CustomerId,
  shopId: shop.id,
  displayName: null,
  firstName: null,
  locale: null,
  countryCode: null,
  identities: identities.map(([kind, value]) => ({ kind, value })),
});

describe('where a person is written to', () => {
  it('is the cart’s phone when it is one of the person’s', () => {
    const customer = person(['phone', '+393331112223'], ['phone', '+393471234567']);
    expect(reachOf(shop, cart, customer).recipient).toEqual({
      kind: 'phone',
      phone: '+393471234567',
    });
  });

  it('is never a number that the person gave up', () => {
    const customer = person(['phone', '+393331112223']);
    expect(reachOf(shop, cart, customer).recipient).toEqual({
      kind: 'phone',
      phone: '+393331112223',
    });
  });

  it('is the WhatsApp user id when there is no phone, in that account’s country', () => {
    const customer = person(['whatsapp_user', 'BR.1234567890']);
    const reach = reachOf(shop, cart, customer);
    expect(reach.recipient).toEqual({ kind: 'whatsapp_user', userId: 'BR.1234567890' });
    expect(reach.country).toBe('BR');
  });

  it('is nowhere for a person with an e-mail alone', () => {
    expect(reachOf(shop, cart, person(['email', 'a@b.it'])).recipient).toBeNull();
  });
});

describe('whose rules and clock apply', () => {
  it('are the phone’s, not the store’s or the billing address’s', () => {
    const customer = person(['phone', '+14155550123']);
    const reach = reachOf(shop, { ...cart, phone: '+14155550123' }, customer);
    expect(reach.country).toBe('US');
    expect(reach.zones).toEqual(['America/Los_Angeles']);
  });

  it('are the billing country’s, then the store’s, when the phone tells nothing', () => {
    expect(reachOf(shop, { ...cart, countryCode: 'DE' }, null).zones).toEqual(['Europe/Berlin']);
    expect(reachOf(shop, null, null).country).toBe('IT');
  });
});
