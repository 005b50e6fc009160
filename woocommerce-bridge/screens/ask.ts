import { useCallback, useEffect, useState } from 'react';
import apiFetch from '@wordpress/api-fetch';
import { __ } from '@wordpress/i18n';

/** An amount as decimal text, and its ISO 4217 currency. */
export interface CurrencyRevenue {
  readonly currency: string;
  readonly total: string;
  readonly orders: number;
  readonly campaigns: readonly {
    readonly id: string;
    readonly name: string;
    readonly revenue: string;
    readonly orders: number;
  }[];
}

interface Bounds<Value> {
  readonly value: Value;
  readonly low: Value;
  readonly high: Value;
}

export type Lift =
  | {
      readonly kind: 'not_enough';
      readonly missingPeople: number;
      readonly missingBuyers: number;
    }
  | {
      readonly kind: 'measured';
      readonly conversion: Bounds<number>;
      readonly revenue: readonly (Bounds<string> & { readonly currency: string })[];
      readonly certain: boolean;
    };

export const STAGES = [
  'carts',
  'eligible',
  'sent',
  'delivered',
  'read',
  'clicked',
  'paid',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Overview {
  readonly days: number;
  readonly periods: readonly number[];
  readonly currency: string;
  readonly timeZone: string;
  readonly windowDays: number;
  readonly holdoutPercent: number;
  readonly revenue: readonly CurrencyRevenue[];
  /** Days of the store's calendar, YYYY-MM-DD; amounts in its currency. */
  readonly byDay: readonly { readonly day: string; readonly revenue: string }[];
  readonly funnel: Readonly<Record<Stage, number>>;
  readonly lift: Lift;
  readonly nonSends: readonly {
    readonly reason: string;
    readonly sentence: string;
    readonly count: number;
  }[];
  readonly failures: readonly {
    readonly code: string;
    readonly title: string;
    readonly advice: string;
    readonly count: number;
  }[];
}

export type Timing =
  | { readonly kind: 'after'; readonly minutes: number }
  | { readonly kind: 'at_local_hour'; readonly days: number; readonly hour: number };

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly steps: readonly {
    readonly timing: Timing;
    readonly template: string;
    readonly hasDiscount: boolean;
  }[];
  readonly messagesSent: number;
  readonly revenue: readonly { readonly currency: string; readonly amount: string }[];
}

export interface HealthAnswer {
  readonly fault: { readonly word: string; readonly sentence: string } | null;
  readonly app: {
    readonly ready: {
      readonly numberConnected: boolean;
      readonly templatesApproved: number;
      readonly templatesPending: number;
      readonly activeSequences: number;
      readonly cartsSeen: number;
    };
    readonly sending: {
      readonly quality: string;
      readonly heldUntil: string | null;
      readonly placeAt: string | null;
      readonly waiting: number;
    } | null;
    readonly stalled: {
      readonly steps: number;
      readonly messages: number;
      readonly since: string | null;
      readonly isWorked: boolean;
      readonly holdReason: string | null;
    };
  } | null;
  readonly site: {
    readonly connectedAt: string | null;
    readonly deliveredAt: string | null;
    readonly problem: string | null;
    readonly waiting: number;
    readonly givenUp: number;
    /** Whether WooCommerce's own webhooks are used as a second signal. */
    readonly webhooks: boolean;
    readonly webhookRepairedAt: string | null;
  };
}

const BASE = '/ripresa/v1/admin/';

/** @throws what WordPress answers instead, with `code` and `message` */
export const ask = <Answer>(path: string): Promise<Answer> =>
  apiFetch<Answer>({ path: BASE + path });

export const tell = <Answer>(path: string, data: unknown = {}): Promise<Answer> =>
  apiFetch<Answer>({ path: BASE + path, method: 'POST', data });

export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** What went wrong, in a sentence that WordPress or our plugin made. */
export function faultOf(error: unknown): Fault {
  const { code, message } = (error ?? {}) as Partial<Fault>;
  return {
    code: code ?? 'unknown',
    message:
      message ?? __('Your store did not answer. Check your connection and try again.', 'ripresa'),
  };
}

export type Answered<Answer> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'ready'; readonly answer: Answer };

/** Asks when the path changes, and again on demand; a slow answer to an old question is dropped. */
export function useAnswer<Answer>(path: string): readonly [Answered<Answer>, again: () => void] {
  const [told, setTold] = useState<{ readonly key: string; readonly answered: Answered<Answer> }>();
  const [tries, setTries] = useState(0);
  const key = `${tries} ${path}`;
  useEffect(() => {
    let isOld = false;
    const keep = (answered: Answered<Answer>): void => {
      if (!isOld) setTold({ key, answered });
    };
    ask<Answer>(path).then(
      (answer) => {
        keep({ kind: 'ready', answer });
      },
      (error: unknown) => {
        keep({ kind: 'failed', fault: faultOf(error) });
      },
    );
    return () => {
      isOld = true;
    };
  }, [key, path]);
  const again = useCallback(() => {
    setTries((count) => count + 1);
  }, []);
  return [told?.key === key ? told.answered : { kind: 'loading' }, again];
}
