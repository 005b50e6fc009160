import { expect } from 'vitest';
import { SIGNING_KEY, SITE_ID, startApp, type AppStandIn, type HeardEvent } from './app-stand-in';
import { Browser } from './browser';
import { startWordPress, type RunningWordPress } from './wordpress';

export interface Shop extends RunningWordPress {
  readonly app: AppStandIn;
  /** Ids of the demo products. */
  readonly lamp: number;
  readonly lampBlue: number;
  readonly mug: number;
  browser(agent?: string): Browser;
  /** Lets Action Scheduler run, then answers what the app heard since it was asked last. */
  told(topic?: string): Promise<HeardEvent[]>;
  close(): Promise<void>;
}

const PRODUCTS = `
$lamp = stub_save_product(['name' => 'Lampada', 'meta' => ['_type' => 'variable', '_price' => '49.90']]);
$blue = stub_save_product(['name' => 'Lampada - Blu', 'parent' => $lamp, 'meta' => ['_price' => '49.90', '_regular_price' => '59.90', '_sku' => 'LMP-1', '_stock' => '4']]);
$mug = stub_save_product(['name' => 'Tazza', 'meta' => ['_price' => '30.10']]);
$coupon = wp_insert_post(['post_type' => 'shop_coupon', 'post_status' => 'publish', 'post_title' => 'torna10']);
update_post_meta($coupon, 'coupon_amount', '10');
return [$lamp, $blue, $mug];`;

/** A shop with a few products that is connected with the app's stand-in. */
export async function openShop(): Promise<Shop> {
  const app = await startApp();
  const wordpress = await startWordPress();
  const [lamp = 0, lampBlue = 0, mug = 0] = await wordpress.php<number[]>(PRODUCTS);
  await connect(wordpress, app);
  return {
    ...wordpress,
    app,
    lamp,
    lampBlue,
    mug,
    browser: (agent) => new Browser(wordpress.url, agent),
    told: async (topic) => {
      await wordpress.php('stub_run_queue(); Ripresa\\Outbox\\Delivery::runAll(); return true;');
      const all = app.heard.splice(0);
      return topic === undefined ? all : all.filter((event) => event.topic === topic);
    },
    close: async () => {
      wordpress.stop();
      await app.stop();
    },
  };
}

export async function connect(shop: RunningWordPress, app: AppStandIn): Promise<void> {
  await shop.php(`
    Ripresa\\Connection::keep(['siteId' => '${SITE_ID}', 'signingKey' => '${SIGNING_KEY}',
      'appUrl' => '${app.url}', 'adminUrl' => '${app.url}/app', 'apiKeyId' => 0, 'connectedAt' => time()]);
    Ripresa\\Outbox\\Schedule::start();
    return true;`);
}

/** Ends the shop of a file; WordPress must have had nothing to complain about. */
export async function endShop(shop: Shop): Promise<void> {
  const complaints = shop.complaints();
  await shop.close();
  expect(complaints).toBe('');
}

/** Nothing waits in the outbox, and the app has heard of nothing. */
export async function forget(shop: Shop): Promise<void> {
  await shop.php('Ripresa\\Outbox\\OutboxStore::clear(); return true;');
  shop.app.forget();
}

/** A mug in the cart, and a phone at the checkout. */
export async function leaveACart(shop: Shop, shopper: Browser): Promise<void> {
  await shopper.get(`/?add-to-cart=${shop.mug}`);
  await shopper.capture({ phone: '3471234567' });
}
