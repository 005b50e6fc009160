import { z } from 'zod';

export const moneyNode = z.object({ amount: z.coerce.string(), currencyCode: z.string() });
export const moneyBag = z.object({ shopMoney: moneyNode, presentmentMoney: moneyNode });

/** What a mutation did not take; its words may quote what we sent, so only the field is asked for. */
export const refusals = z.array(z.object({ field: z.array(z.string()).nullish() }));

export const address = z
  .object({
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    phone: z.string().nullish(),
    countryCodeV2: z.string().nullish(),
  })
  .nullish();

export const customer = z
  .object({
    id: z.string(),
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    locale: z.string().nullish(),
    defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
    defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
    defaultAddress: address,
  })
  .nullish();

export const ADDRESS = 'firstName lastName phone countryCodeV2';
export const CUSTOMER = `
  id firstName lastName locale
  defaultEmailAddress { emailAddress }
  defaultPhoneNumber { phoneNumber }
  defaultAddress { ${ADDRESS} }`;
export const MONEY_BAG = `
  shopMoney { amount currencyCode }
  presentmentMoney { amount currencyCode }`;

export const orderNode = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  checkoutToken: z.string().nullish(),
  cartToken: z.string().nullish(),
  customerLocale: z.string().nullish(),
  createdAt: z.string(),
  processedAt: z.string().nullish(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  sourceName: z.string().nullish(),
  discountCodes: z.array(z.string()),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullish() })),
  totalPriceSet: moneyBag,
  currentTotalPriceSet: moneyBag,
  customer,
  shippingAddress: address,
  billingAddress: address,
  customerJourneySummary: z
    .object({ lastVisit: z.object({ landingPage: z.string().nullish() }).nullish() })
    .nullish(),
  refunds: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string().nullish(),
      totalRefundedSet: moneyBag,
    }),
  ),
});

export type OrderNode = z.output<typeof orderNode>;

/** An order as `orderNode` reads it. */
export const ORDER = `
  id name email phone checkoutToken cartToken customerLocale
  createdAt processedAt updatedAt cancelledAt
  displayFinancialStatus sourceName discountCodes
  customAttributes { key value }
  totalPriceSet { ${MONEY_BAG} }
  currentTotalPriceSet { ${MONEY_BAG} }
  customer { ${CUSTOMER} }
  shippingAddress { ${ADDRESS} }
  billingAddress { ${ADDRESS} }
  customerJourneySummary { lastVisit { landingPage } }
  refunds(first: 10) { id createdAt totalRefundedSet { ${MONEY_BAG} } }`;

export type CustomerNode = z.output<typeof customer>;
export type AddressNode = z.output<typeof address>;
export type MoneyBagNode = z.output<typeof moneyBag>;
