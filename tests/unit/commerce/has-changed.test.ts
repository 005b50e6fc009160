import { describe, expect, it } from 'vitest';
import { hasChanged, lapsedCodes } from '#core/commerce/index';
import { money } from '#core/kernel/money';

const eur = (minor: number) => money(minor, 'EUR');
const WAYS = [
  { id: 'courier', title: 'Courier', price: eur(750) },
  { id: 'express', title: 'Express', price: eur(1399) },
];
const sentBy = (...chosen: readonly string[]) =>
  chosen.map((one, at) => ({ id: String(at), rates: WAYS, chosen: one }));

describe('a sum that the shopper was told', () => {
  it('has not changed in the store where the shopper chose another way of sending', () => {
    const told = { total: eur(11_965) };
    expect(hasChanged(told, { total: eur(11_965), parcels: sentBy('courier') })).toBe(false);
    expect(hasChanged(told, { total: eur(12_614), parcels: sentBy('express') })).toBe(false);
    const parcels = sentBy('express', 'courier');
    expect(hasChanged({ total: eur(11_215 + 1_500) }, { total: eur(13_364), parcels })).toBe(false);
  });

  it('is judged at once, however many parcels there are and ways for each', () => {
    const ways = Array.from({ length: 10 }, (_, at) => ({
      id: String(at),
      title: 'Courier',
      price: eur(500 + 7 ** at),
    }));
    const parcels = Array.from({ length: 30 }, (_, id) => ({
      id: String(id),
      rates: ways,
      chosen: '0',
    }));
    const quote = { total: eur(10_000 + 30 * 501), parcels };
    expect(hasChanged({ total: eur(10_000 + 29 * 501 + 507) }, quote)).toBe(false);
    expect(hasChanged({ total: eur(10_000 + 100) }, quote)).toBe(true);
  });

  it('has not changed where it was told without sending', () => {
    const quote = { total: eur(12_614), parcels: sentBy('express') };
    expect(hasChanged({ total: eur(11_215) }, quote)).toBe(false);
    expect(hasChanged({ total: eur(11_215) }, { total: eur(11_215), parcels: [] })).toBe(false);
  });

  it('has changed where a price has, whichever way it is sent', () => {
    const told = { total: eur(1_985) };
    expect(hasChanged(told, { total: eur(2_060), parcels: sentBy('courier') })).toBe(true);
    expect(hasChanged(told, { total: eur(2_709), parcels: sentBy('express') })).toBe(true);
    expect(hasChanged(told, { total: eur(2_060), parcels: [] })).toBe(true);
  });
});

describe('a code of the cart', () => {
  it('has lapsed where the store does not reckon with it any more, in whichever letters', () => {
    const cart = { discountCodes: ['TORNA10', 'SUMMER'] };
    expect(lapsedCodes(cart, { coupons: ['torna10', 'another'] })).toEqual(['SUMMER']);
    expect(lapsedCodes(cart, { coupons: ['summer', 'Torna10'] })).toEqual([]);
  });
});
