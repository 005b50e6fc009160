import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordedRequest } from '../support/outside';
import { arrived, DAY, leave, openStage, tell } from './acts';
import type { Stage } from './acts';
import { browse, MOKA } from './storefront';

/** The checkout's checkbox, whose wording names WhatsApp in the demo shop: a series is allowed. */
const OPTED_IN = { buyer_accepts_marketing: true };

const CONSENT_TOPIC = 'customers_whats_app_marketing_consent/update';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

const countOf = async (phone: string): Promise<number> => (await arrived(stage, phone)).length;

/** The id under which the store platform knows the person of a phone. */
async function accountOf(phone: string): Promise<string> {
  const [row] = await stage.book.rows<{ id: string }>(
    `SELECT account.value AS id FROM customer_identity account
     JOIN customer_identity phone ON phone.customer_id = account.customer_id
     WHERE account.kind = 'external_customer' AND phone.value = $1`,
    [phone],
  );
  if (!row) throw new Error('the store did not name the person');
  return row.id;
}

interface Written {
  readonly customerId: string;
  readonly whatsAppMarketingConsent: { readonly state: string };
}

/** What the store platform was told about a person's consent, oldest first. */
async function writtenBack(account: string): Promise<string[]> {
  const requests = await stage.world.call<RecordedRequest[]>('GET', 'shopify/requests');
  return requests.flatMap(({ body, status }) => {
    if (!String(body.query).includes('customerWhatsAppMarketingConsentUpdate')) return [];
    expect(status).toBe(200);
    const { input } = body.variables as { input: Written };
    const isTheirs = input.customerId === `gid://shopify/Customer/${account}`;
    return isTheirs ? [input.whatsAppMarketingConsent.state] : [];
  });
}

describe('a wish to get no more', () => {
  test('is understood in the shopper’s own language and ends the series', async () => {
    const words = {
      '+393484000001': 'Non scrivetemi più',
      '+966501234567': 'توقف عن إرسال الرسائل',
      '+819012345678': '配信停止',
    };
    const stays = '+393484000002';
    await stage.world.settings({
      consentOverrides: { SA: 'none_needed_service', JP: 'none_needed_service' },
    });
    for (const phone of [...Object.keys(words), stays]) await leave(stage, phone, phone, OPTED_IN);
    await stage.world.advance(2 * DAY);
    for (const [phone, text] of Object.entries(words)) {
      expect(await countOf(phone), phone).toBe(1);
      await stage.world.reply(phone, { text });
    }
    await stage.world.advance(5 * DAY);
    for (const phone of Object.keys(words)) {
      expect(await countOf(phone), phone).toBe(1);
      expect((await stage.book.recoveriesOf(phone))[0]?.reason, phone).toBe('opted_out');
    }
    expect(await countOf(stays)).toBe(2);
    await stage.world.settings({ consentOverrides: {} });
  });

  test('may be taken back with START, and later carts are reminded of again', async () => {
    const phone = '+393484000003';
    await stage.world.reply(phone, { text: 'STOP' });
    await leave(stage, 'stopped', phone);
    await stage.world.advance(2 * DAY);
    expect(await countOf(phone)).toBe(0);
    await stage.world.reply(phone, { text: 'Start' });
    await leave(stage, 'started', phone);
    await stage.world.advance(2 * DAY);
    expect(await countOf(phone)).toBe(1);
  });

  test('in WhatsApp’s own menu counts like a word, and so does resuming there', async () => {
    const phone = '+393484000004';
    await stage.world.reply(phone, { preference: 'stop' });
    await leave(stage, 'menu-stop', phone);
    await stage.world.advance(2 * DAY);
    expect(await countOf(phone)).toBe(0);
    await stage.world.reply(phone, { preference: 'resume' });
    await leave(stage, 'menu-resume', phone);
    await stage.world.advance(2 * DAY);
    expect(await countOf(phone)).toBe(1);
  });

  test('outlasts what the store’s own records still say', async () => {
    const phone = '+393484000005';
    const shopper = browse(stage);
    await shopper.add(MOKA);
    const token = await shopper.checkOut({ phone });
    await stage.world.advance(1);
    await stage.world.reply(phone, { text: 'Cancellami' });
    await stage.world.advance(1);
    await tell(stage, CONSENT_TOPIC, {
      customer_id: Number(await accountOf(phone)),
      phone,
      whats_app_marketing_consent: {
        state: 'subscribed',
        opt_in_level: 'single_opt_in',
        consent_updated_at: (await stage.world.now()).toISOString(),
      },
    });
    await stage.world.advance(2 * DAY);
    expect(await countOf(phone)).toBe(0);
    expect((await stage.book.recoveriesOf(token))[0]?.reason).toBe('opted_out');
  });

  test('that the merchant enters in the store is respected', async () => {
    const phone = '+393484000006';
    const shopper = browse(stage);
    await shopper.add(MOKA);
    await shopper.checkOut({ phone, whatsapp: 'yes' });
    await stage.world.advance(2 * DAY);
    const at = (await stage.world.now()).toISOString();
    await tell(stage, CONSENT_TOPIC, {
      customer_id: Number(await accountOf(phone)),
      phone,
      whats_app_marketing_consent: { state: 'unsubscribed', consent_updated_at: at },
    });
    await stage.world.advance(5 * DAY);
    expect(await countOf(phone)).toBe(1);
    expect(await writtenBack(await accountOf(phone))).toEqual([]);
  });
});

test('what a shopper decides on WhatsApp is written into the store, once, and is no echo', async () => {
  const phone = '+393484000007';
  const shopper = browse(stage);
  await shopper.add(MOKA);
  await shopper.checkOut({ phone, email: 'livia@example.com', whatsapp: 'yes' });
  await stage.world.advance(10);
  const account = await accountOf(phone);
  expect(await writtenBack(account)).toEqual([]);
  await stage.world.reply(phone, { text: 'Basta' });
  await stage.world.advance(10);
  await stage.world.reply(phone, { text: 'Start' });
  await stage.world.advance(10);
  expect(await writtenBack(account)).toEqual(['UNSUBSCRIBED', 'SUBSCRIBED']);
});

test('a store that no longer knows the person doesn’t keep the wish from being respected', async () => {
  const phone = '+393484000008';
  await leave(stage, 'forgotten', phone, { ...OPTED_IN, customer: { id: 7_800_000_008, phone } });
  await stage.world.reply(phone, { text: 'STOP' });
  await stage.world.advance(5 * DAY);
  expect(await countOf(phone)).toBe(0);
  expect(await writtenBack('7800000008')).toEqual(['SUBSCRIBED', 'UNSUBSCRIBED']);
  expect(await stage.rehearsal.services.queue.idle()).toBe(true);
});
