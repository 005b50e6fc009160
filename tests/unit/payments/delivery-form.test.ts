import { describe, expect, it } from 'vitest';
import { fieldsOf, ratesIn, readAddress, writtenIn } from '../../../app/doors/delivery-form';

const written = (change: Readonly<Record<string, string>> = {}) => {
  const fields = {
    ...{ firstName: 'Ada', lastName: 'Rossi', address1: 'Via Roma 1', postcode: '10121' },
    ...{ city: 'Torino', province: '', country: 'IT', ...change },
  };
  const read = writtenIn(new URLSearchParams(fields));
  if (!read) throw new Error('no address was asked for');
  return read;
};

describe('an address that a shopper writes', () => {
  it.each([
    ['IT', { postcode: '' }, ['postcode']],
    ['GB', { postcode: '', city: '' }, ['postcode', 'city']],
    ['HK', { postcode: '' }, []],
    ['AE', { postcode: '', city: '' }, []],
    ['it', {}, ['country']],
    ['', {}, ['country']],
  ])('in “%s” lacks what its post asks for: %j is %j', (country, change, parts) => {
    const read = readAddress(written({ country, ...change }), false);
    expect(read.kind === 'odd' ? read.parts : []).toEqual(parts);
  });

  it('names a province where addresses of its country do, and no other country’s', () => {
    expect(readAddress(written(), true)).toEqual({ kind: 'odd', parts: ['province'] });
    expect(readAddress(written({ province: 'TO' }), false)).toMatchObject({
      address: { province: 'TO' },
    });
    const london = { country: 'GB', postcode: 'N1 9GU', province: 'TO' };
    expect(readAddress(written(london), false)).toMatchObject({ address: { province: null } });
  });

  it('is one line a field, without what can’t be seen', () => {
    expect(written({ address1: '  Via\r\nRoma\u0000 \u202e1 ' }).address1).toBe('Via Roma 1');
  });

  it('comes back from the page’s own fields as it was', () => {
    const read = readAddress(written({ address2: 'int. 3' }), false);
    if (read.kind !== 'whole') throw new Error('it is whole');
    const delivery = { address: read.address, rates: { '0': 'flat_rate:1', gift: 'post:2' } };
    const form = new URLSearchParams(fieldsOf(delivery).map(([name, value]) => [name, value]));
    expect(writtenIn(form)).toEqual(written({ address2: 'int. 3' }));
    expect(ratesIn(form)).toEqual(delivery.rates);
    form.set('choose:gift', 'courier:9');
    expect(ratesIn(form)).toEqual({ '0': 'flat_rate:1', gift: 'courier:9' });
  });
});
