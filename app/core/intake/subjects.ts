import { readContact } from '#core/commerce/index';
import type { CartStore, ContactSeen, Customer, CustomerStore } from '#core/commerce/index';
import type { Identity, OrderStore, Shop } from '#core/commerce/index';
import { allDone } from '../kernel/all-done';
import type { ShopId } from '../kernel/ids';
import type { Fact } from './facts';

/** Whom and what facts of a shop name. */
export interface About {
  readonly shopId: ShopId;
  readonly identities: readonly Identity[];
  /** External ids. */
  readonly orders: readonly string[];
  /** Tokens of checkouts and of carts. */
  readonly carts: readonly string[];
  /** External ids. */
  readonly products: readonly string[];
}

export const aboutOf = (facts: readonly Fact[], shop: Shop): About => ({
  shopId: shop.id,
  identities: facts.flatMap((fact) => identitiesOf(fact, shop)),
  orders: facts.flatMap((fact) => (fact.kind === 'order' ? [fact.order.externalId] : [])),
  carts: facts.flatMap(tokensOf),
  products: facts.flatMap(productsOf),
});

const identitiesOf = (fact: Fact, { countryCode }: Shop): readonly Identity[] => {
  const contact = contactOf(fact);
  return contact ? readContact(contact, countryCode).identities : [];
};

function contactOf(fact: Fact): ContactSeen | null {
  if (fact.kind === 'checkout') return fact.checkout.contact;
  if (fact.kind === 'order') return fact.order.contact;
  return fact.kind === 'customer' ? fact.contact : null;
}

/** A list names a checkout by its cart, a webhook by both. */
function tokensOf(fact: Fact): readonly string[] {
  if (fact.kind === 'checkout') return given(fact.checkout.externalId, fact.checkout.cartToken);
  return fact.kind === 'order' ? given(fact.order.checkoutToken, fact.order.cartToken) : [];
}

function productsOf(fact: Fact): readonly string[] {
  if (fact.kind === 'product') return [fact.product.externalId];
  return fact.kind === 'product_deleted' ? [fact.externalId] : [];
}

const given = (...named: readonly (string | null)[]): readonly string[] =>
  named.filter((token) => token !== null);

export interface SubjectStores {
  readonly orders: Pick<OrderStore, 'lockAll'>;
  readonly customers: Pick<CustomerStore, 'withAny'>;
  readonly carts: Pick<CartStore, 'lockNamed'>;
}

/**
 * Keeps others from all that facts name until the transaction ends: orders, then people, then carts,
 * each in one order, as one fact alone takes them. Two transactions of many facts then wait for each
 * other, and never in a circle.
 * @returns whom the identities belong to
 */
export async function lockSubjects(
  abouts: readonly About[],
  { orders, customers, carts }: SubjectStores,
): Promise<readonly Customer[]> {
  await orders.lockAll(
    abouts.flatMap((about) =>
      about.orders.map((externalId) => ({ shopId: about.shopId, externalId })),
    ),
  );
  const shops = ofShops(abouts);
  const people = await allDone(
    shops.map(({ shopId, identities }) => customers.withAny(shopId, identities)),
  );
  await allDone(shops.map((about) => carts.lockNamed(about.shopId, about.carts)));
  return people.flat();
}

function ofShops(
  abouts: readonly About[],
): readonly Pick<About, 'shopId' | 'identities' | 'carts'>[] {
  const shops = new Map<ShopId, { readonly identities: Identity[]; readonly carts: string[] }>();
  for (const about of abouts) {
    const ofShop = shops.get(about.shopId) ?? { identities: [], carts: [] };
    shops.set(about.shopId, ofShop);
    ofShop.identities.push(...about.identities);
    ofShop.carts.push(...about.carts);
  }
  return [...shops].map(([shopId, named]) => ({ shopId, ...named }));
}
