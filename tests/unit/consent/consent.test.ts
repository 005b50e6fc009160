import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentOf, effectiveConsent } from '#core/consent/consent';
import type { ConsentFact } from '#core/consent/consent';
import type { ConsentSource } from '#core/consent/ports';

const day = (number: number): Date => new Date(Date.UTC(2026, 5, number));
const fact = (state: ConsentFact['state'], source: ConsentSource, onDay: number): ConsentFact => ({
  state,
  source,
  occurredAt: day(onDay),
});

describe('a person’s consent', () => {
  test('is unknown without any record', () => {
    expect(consentOf([])).toEqual({ state: 'unknown', decidedBy: null, isPersonal: false });
  });

  test('is what the latest record says', () => {
    const granted = fact('granted', 'import', 1);
    const withdrawn = fact('withdrawn', 'shopify_customer', 2);
    expect(effectiveConsent([granted])).toBe('granted');
    expect(consentOf([withdrawn, granted])).toMatchObject({
      state: 'withdrawn',
      decidedBy: withdrawn,
    });
    expect(effectiveConsent([granted, withdrawn, fact('granted', 'merchant', 3)])).toBe('granted');
  });

  test('of a grant and a withdrawal at one instant the withdrawal wins', () => {
    const grant = fact('granted', 'whatsapp_keyword', 1);
    const withdrawal = fact('withdrawn', 'import', 1);
    expect(effectiveConsent([grant, withdrawal])).toBe('withdrawn');
    expect(effectiveConsent([withdrawal, grant])).toBe('withdrawn');
  });
});

describe('a withdrawal on WhatsApp', () => {
  test.each<ConsentSource>(['import', 'merchant', 'shopify_customer'])(
    'is not undone by a later grant from the store (%s)',
    (source) => {
      const records = [fact('withdrawn', 'whatsapp_keyword', 1), fact('granted', source, 9)];
      expect(consentOf(records)).toMatchObject({ state: 'withdrawn', decidedBy: records[0] });
    },
  );

  test.each<ConsentSource>(['whatsapp_keyword', 'whatsapp_preferences', 'checkout_checkbox'])(
    'is undone by the person’s own later grant (%s), but not by an earlier one',
    (source) => {
      const withdrawal = fact('withdrawn', 'whatsapp_preferences', 5);
      expect(effectiveConsent([withdrawal, fact('granted', source, 6)])).toBe('granted');
      expect(effectiveConsent([withdrawal, fact('granted', source, 4)])).toBe('withdrawn');
    },
  );

  test('stays the person’s own when the store withdraws and grants again after it', () => {
    const records = [
      fact('withdrawn', 'whatsapp_keyword', 1),
      fact('withdrawn', 'merchant', 2),
      fact('granted', 'merchant', 3),
    ];
    expect(effectiveConsent(records)).toBe('withdrawn');
  });
});

describe('consent records', () => {
  const facts: fc.Arbitrary<ConsentFact> = fc.record({
    state: fc.constantFrom('granted', 'withdrawn'),
    source: fc.constantFrom<ConsentSource>(
      'checkout_checkbox',
      'shopify_customer',
      'whatsapp_keyword',
      'whatsapp_preferences',
      'merchant',
      'import',
    ),
    occurredAt: fc.integer({ min: 1, max: 6 }).map(day),
  });

  test('come to the same state in any order of arrival', () => {
    const shuffled = fc
      .array(facts, { maxLength: 8 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      );
    fc.assert(
      fc.property(shuffled, ([records, otherOrder]) => {
        expect(effectiveConsent(otherOrder)).toBe(effectiveConsent(records));
      }),
    );
  });

  test('that end with STOP mean withdrawn, whatever stores say', () => {
    const fromStores = facts.filter(({ source }) =>
      ['shopify_customer', 'merchant', 'import'].includes(source),
    );
    fc.assert(
      fc.property(fc.array(facts), fc.array(fromStores), (before, later) => {
        const stop = fact('withdrawn', 'whatsapp_keyword', 6);
        const after = later.map((record) => ({ ...record, occurredAt: day(9) }));
        expect(effectiveConsent([...before, stop, ...after])).toBe('withdrawn');
      }),
    );
  });
});
