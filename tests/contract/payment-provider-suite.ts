import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentAccess, PaymentAsked, PaymentProvider } from '#core/payments/index';
import type { Money } from '#core/kernel/money';
import { TURIN } from '../fixtures/addresses';

/** A provider's stand-in, in words that every provider shares. */
export interface ProviderWorld {
  readonly provider: PaymentProvider;
  /** Keys that may do all that we need; and some that may not look at webhooks. */
  readonly access: PaymentAccess;
  readonly lacking: PaymentAccess;
  readonly unknown: PaymentAccess;
  now(): Date;
  shopper: {
    /** Agrees to the sum, on the provider's page. */
    pays(sessionId: string): void;
    /** With a method whose money is certain only later. */
    paysLater(sessionId: string): void;
    bankSays(sessionId: string, what: 'paid' | 'failed'): void;
    /** Minor units. */
    paysOtherwise(sessionId: string, minor: number): void;
    refunded(sessionId: string, money: Money): void;
    disputes(sessionId: string): void;
  };
  /** A webhook about a session, as the provider signs it at this moment. */
  webhook(about: 'paid' | 'refunded', sessionId: string): SignedWebhook;
  /** How often money was taken at the provider, and sessions were made. */
  made(): { readonly sessions: number };
}

export interface SignedWebhook {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SuiteOptions {
  open(): Promise<ProviderWorld & { close(): Promise<void> }>;
  /** A currency without decimals that it takes, and one that it does not. */
  readonly whole: string;
  readonly foreign: string;
}

let keys = 0;

export const asked = (world: Pick<ProviderWorld, 'now'>, change: Partial<PaymentAsked> = {}) => {
  keys += 1;
  const request: PaymentAsked = {
    key: `pay-${keys}`,
    amount: { minor: 12_990, currency: 'EUR' },
    description: 'Lampada “Notte” and 1 more',
    lines: [],
    email: 'ada@example.com',
    shipTo: null,
    locale: 'it-IT',
    paidUrl: 'https://app.test/p/token/paid',
    cancelUrl: 'https://app.test/p/token',
    expiresAt: new Date(world.now().getTime() + 2 * 60 * 60_000),
    ...change,
  };
  return request;
};

/** What `PaymentProvider` promises, of any provider. */
export function paymentProviderSuite({ open, whole, foreign }: SuiteOptions): void {
  let world: Awaited<ReturnType<SuiteOptions['open']>>;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  const openFor = async (change: Partial<PaymentAsked> = {}) =>
    world.provider.open(world.access, asked(world, change));
  const read = (id: string) => world.provider.read(world.access, id);
  const take = (id: string) => world.provider.take(world.access, id);

  describe('keys', () => {
    it('that may do what is needed are good, and tell whether money is real', async () => {
      expect(await world.provider.checkKeys(world.access)).toEqual({
        ok: true,
        live: false,
        account: null,
      });
    });

    it('that lack a right, or are wrong, are said to be so', async () => {
      const lacking = await world.provider.checkKeys(world.lacking);
      expect(lacking).toMatchObject({ ok: false, reason: 'missing' });
      expect(lacking.ok ? [] : lacking.missing).toHaveLength(1);
      expect(await world.provider.checkKeys(world.unknown)).toEqual({
        ok: false,
        reason: 'refused',
        missing: [],
      });
    });
  });

  describe('a session', () => {
    it('has an address, and is open until somebody pays', async () => {
      const request = asked(world);
      const session = await world.provider.open(world.access, request);
      expect(new URL(session.url).protocol).toBe('https:');
      expect(session.expiresAt.getTime()).toBeGreaterThan(world.now().getTime());
      expect(await read(session.id)).toEqual({
        ...{ id: session.id, key: request.key, state: 'open', paid: null, refunded: null },
        ...{ disputed: false, reference: null, paidAt: null },
      });
    });

    it('is made once for a key, also by two processes at the same time', async () => {
      const request = asked(world);
      const before = world.made().sessions;
      const both = await Promise.all([1, 2].map(() => world.provider.open(world.access, request)));
      const again = await world.provider.open(world.access, request);
      expect(new Set([...both, again].map(({ id }) => id)).size).toBe(1);
      expect(world.made().sessions).toBe(before + 1);
    });

    it('that was paid says how much, when and under which name', async () => {
      const { id } = await openFor();
      world.shopper.pays(id);
      const seen = await take(id);
      expect(seen).toMatchObject({
        ...{ state: 'paid', paid: { minor: 12_990, currency: 'EUR' }, disputed: false },
        refunded: { minor: 0, currency: 'EUR' },
      });
      expect(seen.reference).toEqual(expect.any(String));
      expect(seen.paidAt).toBeInstanceOf(Date);
      expect(await read(id)).toEqual(seen);
    });

    it('is taken once, however often it is asked', async () => {
      const { id } = await openFor();
      world.shopper.pays(id);
      const seen = await Promise.all([take(id), take(id)]);
      seen.push(await take(id));
      expect(seen.map(({ state }) => state)).toEqual(['paid', 'paid', 'paid']);
      expect(new Set(seen.map(({ reference }) => reference)).size).toBe(1);
      expect(new Set(seen.map(({ paid }) => paid?.minor))).toEqual(new Set([12_990]));
    });

    it('that nobody paid is not taken', async () => {
      const { id } = await openFor();
      expect(await take(id)).toMatchObject({ state: 'open', paid: null });
    });

    it('whose money comes later is pending, and then paid or failed', async () => {
      const [good, bad] = [await openFor(), await openFor()];
      for (const { id } of [good, bad]) {
        world.shopper.paysLater(id);
        expect(await take(id)).toMatchObject({ state: 'pending', paid: null });
      }
      world.shopper.bankSays(good.id, 'paid');
      world.shopper.bankSays(bad.id, 'failed');
      expect(await read(good.id)).toMatchObject({ state: 'paid', paid: { minor: 12_990 } });
      expect(await read(bad.id)).toMatchObject({ state: 'failed', paid: null });
    });

    it('of which another sum was taken says so to the cent', async () => {
      const { id } = await openFor();
      world.shopper.paysOtherwise(id, 12_989);
      expect(await take(id)).toMatchObject({ state: 'paid', paid: { minor: 12_989 } });
    });

    it('tells what went back, and that it is disputed', async () => {
      const { id } = await openFor();
      world.shopper.pays(id);
      await take(id);
      world.shopper.refunded(id, { minor: 990, currency: 'EUR' });
      expect(await read(id)).toMatchObject({
        state: 'paid',
        paid: { minor: 12_990 },
        refunded: { minor: 990, currency: 'EUR' },
        disputed: false,
      });
      world.shopper.disputes(id);
      expect(await read(id)).toMatchObject({ state: 'paid', disputed: true });
    });

    it('for what is sent somewhere is paid like others, also where the address looks odd', async () => {
      for (const postcode of ['10121', null]) {
        const request = asked(world, { shipTo: { ...TURIN, address2: 'int. 3', postcode } });
        const { id } = await world.provider.open(world.access, request);
        expect(await world.provider.open(world.access, request)).toMatchObject({ id });
        world.shopper.pays(id);
        expect(await take(id)).toMatchObject({ state: 'paid', key: request.key });
      }
    });

    it('that is closed after it was paid says that it was', async () => {
      const { id } = await openFor();
      world.shopper.pays(id);
      await take(id);
      expect(await world.provider.close(world.access, id)).toMatchObject({ state: 'paid' });
    });

    it('that nobody knows is a fault of its own', async () => {
      await expect(read('no-such-session')).rejects.toMatchObject({
        details: { code: 'not_found', retry: 'never' },
      });
    });

    it('can’t be opened with keys that are refused', async () => {
      await expect(world.provider.open(world.unknown, asked(world))).rejects.toMatchObject({
        details: { code: 'keys_refused', retry: 'never' },
      });
    });
  });

  describe('sums', () => {
    it('show their lines where those come to the sum, and are right where they do not', async () => {
      const line = (minor: number, quantity: number) => ({
        ...{ title: 'Lampada', quantity, imageUrl: 'https://cdn.test/lamp.jpg' },
        unitPrice: { minor, currency: 'EUR' },
      });
      for (const lines of [[line(6_495, 2)], [line(6_495, 1), line(7_000, 1)]]) {
        const { id } = await openFor({ lines });
        world.shopper.pays(id);
        expect(await take(id)).toMatchObject({ paid: { minor: 12_990 } });
      }
    });

    it('without decimals stay what they are', async () => {
      const { id } = await openFor({ amount: { minor: 12_990, currency: whole } });
      world.shopper.pays(id);
      expect(await take(id)).toMatchObject({ paid: { minor: 12_990, currency: whole } });
    });

    it('in a currency that is not taken are refused before anybody is asked', async () => {
      const before = world.made().sessions;
      await expect(openFor({ amount: { minor: 100, currency: foreign } })).rejects.toMatchObject({
        details: { code: 'currency', retry: 'never' },
      });
      expect(world.made().sessions).toBe(before);
    });

    it('objects to a sum beforehand exactly when it would not take it', () => {
      const why = (minor: number, currency: string) =>
        world.provider.objection({ minor, currency })?.why ?? null;
      expect(why(1_250, whole)).toBeNull();
      expect(why(1_250, foreign)).toBe('currency');
      expect(why(0, 'EUR')).toBe('too_small');
      expect(why(1_250, 'EUR')).toBeNull();
      expect(why(100_000_000_000, 'EUR')).toBe('too_large');
      expect(why(1_751_234, 'HUF')).toBe(world.provider.id === 'paypal' ? 'decimals' : null);
    });
  });
}
