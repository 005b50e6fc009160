import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  faultOf,
  KNOWN_CODES,
  ruleOf,
  whatsappFaults,
} from '#adapters/messaging/whatsapp-cloud/faults';

const HOUR = 3_600_000;
const verdict = (code: string) => {
  const { retry, effect } = ruleOf(code);
  return `${retry} ${effect}`;
};

describe('the table of WhatsApp’s error codes', () => {
  it.each(['131000', '131016', '131057', '133004'])('tries %s again, within bounds', (code) => {
    expect(verdict(code)).toBe('after retry');
  });

  it.each(['130429', '4', '80007'])('slows down on %s', (code) => {
    expect(verdict(code)).toBe('after slow_down');
  });

  it('delays one recipient on 131056, beyond the six seconds that Meta asks for', () => {
    expect(verdict('131056')).toBe('after delay_recipient');
    expect(ruleOf('131056').afterMs).toBeGreaterThan(6_000);
  });

  it('waits a whole day on 131049', () => {
    expect(verdict('131049')).toBe('after unwanted');
    expect(ruleOf('131049').afterMs).toBe(24 * HOUR);
  });

  it.each(['131050', '131047', '368', '130497', '131031', '131026', '130472'])(
    'never sends a message again after %s',
    (code) => {
      expect(ruleOf(code).retry).toBe('never');
    },
  );

  it('tells that the person can’t be reached after 131026, and has opted out after 131050', () => {
    expect(ruleOf('131026').effect).toBe('unreachable');
    expect(ruleOf('131050').effect).toBe('opted_out');
  });

  it('holds the number’s marketing on 131048, and all of it for billing and for a dead token', () => {
    expect(ruleOf('131048').effect).toBe('hold_marketing');
    expect(ruleOf('131042').effect).toBe('billing');
    for (const code of ['0', '190', '10', '200', '294']) expect(ruleOf(code).effect).toBe('token');
  });

  it('counts what people and WhatsApp did not want', () => {
    expect(whatsappFaults.unwantedCodes.toSorted()).toEqual(['131048', '131049', '131050']);
  });

  it('stops the campaign on a paused template and the template on a disabled one', () => {
    expect(verdict('132015')).toBe('never pause_campaign');
    expect(verdict('132016')).toBe('never stop_template');
  });

  it.each(['132000', '132001', '132005', '132007', '132012', '132018'])(
    'fails the message for the template fault %s',
    (code) => {
      expect(verdict(code)).toBe('never fail');
    },
  );

  it('explains every code in plain words, with something to do or to know', () => {
    for (const code of KNOWN_CODES) {
      const { title, advice } = whatsappFaults.explain(code);
      expect(title, code).toMatch(/^\p{Lu}.{10,}\.$/u);
      expect(advice, code).toMatch(/\.$/);
      expect(`${title} ${advice}`, code).not.toMatch(/payload|HTTP|parameter|null|undefined/i);
    }
  });

  it('answers for any code that Meta may invent, without trying it again', () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        if (KNOWN_CODES.includes(code) || /^(2\d\d|http_5\d\d|http_408)$/.test(code)) return;
        expect(ruleOf(code).retry).toBe('never');
        expect(ruleOf(code).title).not.toBe('');
      }),
    );
  });
});

describe('a fault made from a code', () => {
  it('takes the longer wait of the table’s and the server’s', () => {
    const context = { repeatable: false, retryAfterMs: 600_000 };
    expect(faultOf('131000', context).details.afterMs).toBe(600_000);
    expect(faultOf('131049', context).details.afterMs).toBe(24 * HOUR);
  });

  it('is unknown after a 5xx without a body, unless asking twice does no harm', () => {
    expect(faultOf('http_502', { repeatable: false }).details.retry).toBe('unknown');
    expect(faultOf('http_502', { repeatable: true }).details).toMatchObject({
      retry: 'after',
      afterMs: 30_000,
    });
  });
});
