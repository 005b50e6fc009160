import { describe, expect, it } from 'vitest';
import { limitField, readLimit } from '#adapters/messaging/whatsapp-cloud/messaging-limit';

describe('the limit of people a day', () => {
  it.each([
    ['TIER_50', 50],
    ['TIER_250', 250],
    ['TIER_1K', 1_000],
    ['TIER_2K', 2_000],
    ['TIER_10K', 10_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', 'unlimited'],
    [2_000, 2_000],
    [-1, 'unlimited'],
    ['TIER_NOT_SET', null],
    ['TIER_9999999K', null],
    [0, null],
    [1.5, null],
    [undefined, null],
    [{}, null],
  ])('%s means %s', (told, people) => {
    expect(readLimit(told)).toBe(people);
  });

  it('is asked for under the name that the version knows', () => {
    expect(limitField('v26.0')).toBe('whatsapp_business_manager_messaging_limit');
    expect(limitField('v23.0')).toBe('messaging_limit_tier');
  });
});
