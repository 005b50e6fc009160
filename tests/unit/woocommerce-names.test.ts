import { describe, expect, it } from 'vitest';
import { normalize } from '#adapters/commerce/woocommerce/index';

const AT = new Date('2026-11-24T09:00:00Z');

/** The names of a product, and of its one variation, as they are kept. */
function namesOf(name: string, option = 'Blu'): { title: string; variant: string } {
  const product = { id: 12, name, type: 'variable', status: 'publish' };
  const variations = [{ id: 15, price: '5', attributes: [{ option }] }];
  const told = { version: 1, product, variations };
  const read = normalize({
    topic: 'product',
    body: Buffer.from(JSON.stringify(told)),
    receivedAt: AT,
  });
  const [fact] = read.kind === 'facts' ? read.facts : [];
  if (fact?.kind !== 'product') throw new Error('no product was read');
  return { title: fact.product.title, variant: fact.product.variants[0]?.title ?? '' };
}

describe('a name of WooCommerce', () => {
  it.each([
    ['Tazza <b>“Roma”</b>', 'Tazza “Roma”'],
    ['Caff&egrave; &amp; tazza', 'Caffè & tazza'],
    ['T-shirt &#8211; L&#x2019;Aquila', 'T-shirt – L’Aquila'],
    ['Lampada<br />da tavolo', 'Lampada da tavolo'],
    ['A<script>alert(1)</script>B', 'AB'],
    ['5 &lt; 7', '5 < 7'],
    ['Vite 3 < 5 mm', 'Vite 3 < 5 mm'],
    ['R&D &unknown; &#0; &#xD800;', 'R&D &unknown; &#0; &#xD800;'],
    ['&amp;lt;', '&lt;'],
  ])('“%s” is read as “%s”', (written, read) => {
    expect(namesOf(written).title).toBe(read);
    expect(namesOf('Lampada', written).variant).toBe(read);
  });

  it('that is markup alone is no name: the id stands for it', () => {
    expect(namesOf('<b></b>').title).toBe('12');
  });

  it('in a cart is read in the same way', () => {
    const items = [{ productId: '12', title: 'Caff&egrave;', variant: '<i>Blu</i>', quantity: 1 }];
    const cart = { token: 'ab'.repeat(16), currency: 'EUR', total: '5', items };
    const body = Buffer.from(JSON.stringify({ version: 1, cart }));
    const read = normalize({ topic: 'cart', body, receivedAt: AT });
    const [fact] = read.kind === 'facts' ? read.facts : [];
    expect(fact?.kind === 'checkout' && fact.checkout.lineItems).toMatchObject([
      { title: 'Caffè', variantTitle: 'Blu' },
    ]);
  });
});
