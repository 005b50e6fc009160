import { isRecord } from '../../http/exchange';
import { minorOf } from '../shop';
import type { Discount, ShopState } from '../state';
import type { Moment } from './moment';
import type { Node } from './catalog-nodes';
import { discountNode } from './queries';

type Fields = Record<string, unknown>;

/** discountCodeBasicCreate: a repeated code is refused with TAKEN. */
export function createDiscount(moment: Moment, input: Fields): Node {
  const { state } = moment.world;
  const refusal = checkInput(input, state);
  if (refusal !== null) return refusal;
  const value = valueOf(input['customerGets']);
  if (value === null) return refuse('customerGets', 'Value is missing or out of range', 'INVALID');
  const discount: Discount = {
    id: state.ids.next(),
    code: text(input['code']),
    title: text(input['title']),
    ...value,
    ...limitsOf(input, moment.now),
    usedBy: [],
    createdAt: moment.now,
  };
  if (discount.endsAt !== null && discount.endsAt <= discount.startsAt) {
    return refuse('endsAt', 'Ends at must be after start date', 'END_DATE_BEFORE_START_DATE');
  }
  state.discounts.set(discount.code.toUpperCase(), discount);
  return { codeDiscountNode: discountNode(discount), userErrors: [] };
}

function checkInput(input: Fields, state: ShopState): Node | null {
  const code = text(input['code']);
  if (code === '') return refuse('code', "Code can't be blank", 'BLANK');
  if (text(input['title']) === '') return refuse('title', "Title can't be blank", 'BLANK');
  if (state.discounts.has(code.toUpperCase())) {
    return refuse('code', 'Code must be unique. Please try a different code.', 'TAKEN');
  }
  return isRecord(input['context']) || isRecord(input['customerSelection'])
    ? null
    : refuse('context', 'Context is missing', 'MISSING_ARGUMENT');
}

function limitsOf(
  input: Fields,
  now: Date,
): Pick<Discount, 'startsAt' | 'endsAt' | 'usageLimit' | 'oncePerCustomer'> {
  const { startsAt, endsAt, usageLimit } = input;
  return {
    startsAt: typeof startsAt === 'string' ? new Date(startsAt) : now,
    endsAt: typeof endsAt === 'string' ? new Date(endsAt) : null,
    usageLimit: typeof usageLimit === 'number' ? usageLimit : null,
    oncePerCustomer: input['appliesOncePerCustomer'] === true,
  };
}

function valueOf(gets: unknown): Pick<Discount, 'percent' | 'amount'> | null {
  const value = isRecord(gets) && isRecord(gets['value']) ? gets['value'] : {};
  const percent = value['percentage'];
  if (typeof percent === 'number') {
    return percent > 0 && percent <= 1 ? { percent, amount: null } : null;
  }
  const amount = fixedAmount(value['discountAmount']);
  return amount > 0 ? { percent: null, amount } : null;
}

function fixedAmount(given: unknown): number {
  return isRecord(given) ? (minorOf(given['amount']) ?? 0) : 0;
}

function refuse(field: string, message: string, code: string): Node {
  const userErrors = [{ field: ['basicCodeDiscount', field], message, code, extraInfo: null }];
  return { codeDiscountNode: null, userErrors };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
