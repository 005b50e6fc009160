import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedOf, contentOf } from '../../../app/core/catalog/catalog-diff';
import type { ProductSeen } from '#core/catalog/index';

const text = fc.string();
const products: fc.Arbitrary<ProductSeen> = fc.record({
  externalId: text,
  title: text,
  handle: fc.option(text),
  status: fc.constantFrom('active', 'draft', 'archived'),
  imageUrl: fc.option(text),
  variants: fc.array(
    fc.record({
      externalId: text,
      title: text,
      sku: fc.option(text),
      price: text,
      compareAtPrice: fc.option(text),
      imageUrl: fc.option(text),
      inStock: fc.option(fc.boolean()),
    }),
    { maxLength: 3 },
  ),
  updatedAt: fc.date({ noInvalidDate: true }),
});

describe('the content of a product', () => {
  it('is the same exactly when all that is kept of it is the same', () => {
    const kept = ({ externalId: _id, updatedAt: _at, ...rest }: ProductSeen) => rest;
    fc.assert(
      fc.property(products, products, (left, right) => {
        const same = JSON.stringify(kept(left)) === JSON.stringify(kept(right));
        expect(contentOf(left) === contentOf(right)).toBe(same);
        expect(contentOf({ ...left, updatedAt: right.updatedAt })).toBe(contentOf(left));
      }),
    );
  });

  it('makes new and changed products, and those that a webhook told, the ones to write', () => {
    const seen = ['a', 'b', 'c', 'd'].map((externalId) => ({
      product: { externalId } as ProductSeen,
      hash: `now ${externalId}`,
    }));
    const known = new Map([
      ['a', 'now a'],
      ['b', 'then b'],
      ['c', null],
    ]);
    expect(changedOf(seen, known).map(({ product }) => product.externalId)).toEqual([
      'b',
      'c',
      'd',
    ]);
  });
});
