import { describe, expect, test } from 'vitest';
import type { Books } from './books';
import { broken, HOURS, message, NINE_UTC, rightBooks, sent, step } from './books';

/** A right run's books with one thing wrong in them. */
const planted = (plant: (books: Books) => void): ReturnType<typeof broken> => {
  const books = rightBooks();
  plant(books);
  return broken(books);
};

const withoutOrder = (books: Books): void => {
  books.lines = books.lines.filter(({ kind }) => !['tap', 'order', 'worth', 'told'].includes(kind));
  books.rows.orders = [];
  books.rows.carts = [{ token: 'co1', state: 'abandoned', recovery: 'r1' }];
  books.rows.recoveries = [{ id: 'r1', state: 'completed', reason: null, cart: 'co1' }];
  books.rows.steps[1] = step({ id: 's2', index: 1, state: 'skipped', reason: 'no_consent' });
};

test('the books of a right run break no rule', () => {
  expect(broken(rightBooks())).toEqual({});
  expect(planted(withoutOrder)).toEqual({});
});

describe('a duplicate', () => {
  test('is the same message twice', () => {
    expect(planted(({ lines }) => lines.push(sent({ vendorId: 'wamid.2' })))).toEqual({
      duplicates: 1,
    });
  });

  test('is a second message of the same step', () => {
    const found = planted(({ lines, rows }) => {
      lines.push(sent({ vendorId: 'wamid.2', callback: 'm2', at: HOURS(49) }));
      rows.messages.push(message({ id: 'm2' }));
    });
    expect(found['duplicates']).toBe(1);
  });

  test('is the same template to the same person within a day, whatever the app calls it', () => {
    const found = planted(({ lines }) =>
      lines.push(sent({ vendorId: 'wamid.2', callback: 'unheard of', at: HOURS(26) })),
    );
    expect(found).toEqual({ duplicates: 1 });
  });

  test('is not the one more try after a message that WhatsApp could not deliver', () => {
    const found = planted((books) => {
      withoutOrder(books);
      books.lines.push(
        { kind: 'undelivered', vendorId: 'wamid.1', at: HOURS(25) },
        sent({ vendorId: 'wamid.2', callback: 'm2', at: HOURS(49) }),
      );
      books.rows.messages.push(message({ id: 'm2' }));
    });
    expect(found).toEqual({});
  });
});

describe('a message after a purchase', () => {
  const late = (toldAt: number): ReturnType<typeof broken> =>
    planted(({ lines, rows }) => {
      const send = lines.findIndex(({ kind }) => kind === 'send');
      lines[send] = sent({ at: HOURS(28) });
      const told = lines.findIndex(({ kind }) => kind === 'told');
      lines[told] = { kind: 'told', about: 'order', id: '501', at: toldAt };
      rows.orders[0] = { ...rows.orders[0]!, placedAt: toldAt + 1_000 };
    });

  test('counts when the app had acknowledged the order', () => {
    expect(late(HOURS(27))).toEqual({ sentAfterPurchase: 1 });
  });

  test('is none that the order followed, whatever the app’s clock said of it', () => {
    const found = planted(({ rows }) => {
      rows.orders[0] = { ...rows.orders[0]!, placedAt: HOURS(24) };
    });
    expect(found).toEqual({});
  });

  test('does not when the order was told later', () => {
    expect(late(HOURS(29))).toEqual({});
  });
});

describe('a message without consent', () => {
  test('is one that speaks of somebody else’s cart', () => {
    const found = planted((books) => {
      withoutOrder(books);
      const person = { person: 2, phone: '+393470000002', country: 'IT', zone: 'Europe/Rome' };
      books.lines.unshift({ kind: 'person', ...person });
      const send = books.lines.findIndex(({ kind }) => kind === 'send');
      books.lines[send] = sent({ person: 2 });
    });
    expect(found).toEqual({ sentWithoutConsent: 1 });
  });

  test('is one after a STOP that the app knew of', () => {
    const stop = { kind: 'consent', person: 1, state: 'withdrawn', isPersonal: true } as const;
    const found = (told: number | null) =>
      planted(({ lines }) => lines.push({ ...stop, at: HOURS(2), told }));
    expect(found(HOURS(3))).toEqual({ sentWithoutConsent: 1 });
    expect(found(null)).toEqual({});
  });

  test('is one where the country asks for it, and it was never given', () => {
    const german = (books: Books): void => {
      books.lines[0] = {
        kind: 'person',
        person: 1,
        phone: '+4915110000001',
        country: 'DE',
        zone: 'Europe/Berlin',
      };
    };
    const grant = { kind: 'consent', person: 1, state: 'granted', isPersonal: true } as const;
    expect(planted(german)).toEqual({ sentWithoutConsent: 1 });
    expect(
      planted((books) => {
        german(books);
        books.lines.push({ ...grant, at: HOURS(0), told: null });
      }),
    ).toEqual({});
  });

  test('is a later reminder of a person whom only the first one could go to', () => {
    const found = planted((books) => {
      withoutOrder(books);
      books.lines.push(
        sent({
          vendorId: 'wamid.2',
          callback: 'm2',
          template: 'cart_reminder_last',
          at: HOURS(73),
        }),
      );
      books.rows.messages.push(message({ id: 'm2', index: 1 }));
    });
    expect(found).toEqual({ sentWithoutConsent: 1 });
  });
});

test('a message at night, where the shopper lives, is one in quiet hours', () => {
  const at = (hours: number) =>
    planted(({ lines }) => {
      lines[lines.findIndex(({ kind }) => kind === 'send')] = sent({ at: HOURS(hours) });
    });
  expect(at(24 + 12)).toMatchObject({ sentInQuietHours: 1 });
  expect(at(24 - 1.01)).toMatchObject({ sentInQuietHours: 1 });
  expect(at(24 - 0.99)).toEqual({});
});

describe('a lost cart', () => {
  test('is one that the app never knew', () => {
    const found = planted((books) => {
      withoutOrder(books);
      books.rows.carts = [];
    });
    expect(found).toEqual({ lostCarts: 1 });
  });

  test('is one that nothing was begun for', () => {
    const found = planted((books) => {
      withoutOrder(books);
      books.rows.carts = [{ token: 'co1', state: 'abandoned', recovery: null }];
    });
    expect(found).toEqual({ lostCarts: 1 });
  });

  test('is not one that has been emptied', () => {
    const found = planted((books) => {
      withoutOrder(books);
      const change = { kind: 'change', cart: 'co1', at: NINE_UTC + 60_000, items: 0 } as const;
      books.lines.push({ ...change, phone: 'usable' });
      books.rows.carts = [];
    });
    expect(found['lostCarts']).toBeUndefined();
  });
});

describe('silence without a reason', () => {
  test('is a step that was skipped and says nothing', () => {
    const found = planted(({ rows }) => (rows.steps[1] = { ...rows.steps[1]!, reason: null }));
    expect(found).toEqual({ nonSendsWithoutReason: 1 });
  });

  test('is a message that says sent, and that WhatsApp never took', () => {
    const found = planted((books) => {
      withoutOrder(books);
      books.lines = books.lines.filter(({ kind }) => kind !== 'send');
    });
    expect(found).toEqual({ nonSendsWithoutReason: 1 });
  });
});

describe('money that does not add up', () => {
  test('is a credit that is a cent off', () => {
    const found = planted(
      ({ rows }) => (rows.orders[0] = { ...rows.orders[0]!, attributedMinor: 4_001 }),
    );
    expect(found).toEqual({ moneyErrors: 1 });
  });

  test('is an order that no tap led to, and one whose tap earned nothing', () => {
    const untapped = planted((books) => {
      books.lines = books.lines.filter(({ kind }) => kind !== 'tap');
    });
    const uncredited = planted(
      ({ rows }) => (rows.orders[0] = { ...rows.orders[0]!, isAttributed: false }),
    );
    expect(untapped).toEqual({ moneyErrors: 1 });
    expect(uncredited).toEqual({ moneyErrors: 1 });
  });

  test('is an order that the app never heard of', () => {
    expect(planted((books) => (books.rows.orders = []))).toEqual({ moneyErrors: 1 });
  });
});

test('a message whose outcome nobody told is ambiguous, and breaks no rule', () => {
  const found = planted((books) => {
    withoutOrder(books);
    books.rows.messages = [message({ state: 'failed', failure: 'outcome_unknown' })];
  });
  expect(found).toEqual({ ambiguous: 1 });
});
