import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, attributionWindow } from '#core/attribution/index';
import type { Click, Evidence, TrackedLink } from '#core/attribution/index';
import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  SequenceId,
  ShopId,
} from '#core/kernel/ids';

const NOW = new Date('2026-03-10T11:00:00Z');

const click = (name: string): Click => ({
  token: `token-${name}` as LinkToken,
  occurredAt: NOW,
  customerId: 'customer' as CustomerId,
  recoveryId: `recovery-${name}` as RecoveryId,
  sequenceId: 'sequence' as SequenceId,
  cartId: 'cart' as CartId,
});

const link: TrackedLink = {
  ...click('code'),
  shopId: 'shop' as ShopId,
  messageId: 'message' as MessageId,
  discountCode: 'BACK-1',
  createdAt: NOW,
  expiresAt: NOW,
};

const all: Evidence = {
  byClickToken: click('click'),
  byCheckout: click('checkout'),
  byDiscountCode: link,
  byPerson: click('person'),
};
const PROOFS = [
  ['byClickToken', 'click_token', 'token-click'],
  ['byCheckout', 'checkout_token', 'token-checkout'],
  ['byDiscountCode', 'discount_code', 'BACK-1'],
  ['byPerson', 'person_click', 'token-person'],
] as const;

describe('the message that an order is credited to', () => {
  it.each(PROOFS.map((proof, place) => [...proof, place] as const))(
    '%s decides when nothing stronger is there',
    (key, proof, evidence, place) => {
      const weaker = Object.fromEntries(
        PROOFS.slice(0, place).map(([stronger]) => [stronger, null]),
      );
      expect(attribute({ ...all, ...weaker })).toMatchObject({
        proof,
        evidence,
        recoveryId: all[key]?.recoveryId,
      });
    },
  );

  it('is none without a proof: receiving a message earns it nothing', () => {
    const nothing = { byClickToken: null, byCheckout: null, byDiscountCode: null, byPerson: null };
    expect(attribute(nothing)).toBeNull();
  });

  it('is always the one with the strongest proof that is there', () => {
    const some = fc.subarray(PROOFS.map(([key]) => key));
    fc.assert(
      fc.property(some, (present) => {
        const evidence = Object.fromEntries(
          PROOFS.map(([key]) => [key, present.includes(key) ? all[key] : null]),
        ) as unknown as Evidence;
        const strongest = PROOFS.find(([key]) => present.includes(key));
        expect(attribute(evidence)?.proof).toBe(strongest?.[1]);
      }),
    );
  });
});

describe('the window', () => {
  it('reaches back the shop’s days from the order, and minutes on for clocks that differ', () => {
    expect(attributionWindow(NOW, 5)).toEqual({
      since: new Date('2026-03-05T11:00:00Z'),
      until: new Date('2026-03-10T11:05:00Z'),
    });
  });
});
