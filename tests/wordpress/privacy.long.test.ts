import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type AppStandIn } from './support/app-stand-in';
import { Browser } from './support/browser';
import { connect, endShop, openShop, type Shop } from './support/shop';
import { lastCart } from './support/told-cart';
import { startWordPress, type RunningWordPress } from './support/wordpress';

describe('a person', () => {
  let shop: Shop;
  let shopper: Browser;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => endShop(shop));
  beforeEach(async () => {
    await shop.told();
    shopper = shop.browser();
    await shopper.get(`/?add-to-cart=${shop.mug}`);
    await shopper.capture({ phone: '3471234567', email: 'ada@example.com', consent: 'yes' });
  });

  const askTool = (kind: string, email: string) =>
    shop.php<Record<string, unknown>>(`
      $tools = apply_filters('wp_privacy_personal_data_${kind}s', []);
      return call_user_func($tools['ripresa']['callback'], '${email}', 1);`);

  it('gets what is kept about her', async () => {
    const text = JSON.stringify(await askTool('exporter', 'ada@example.com'));
    for (const word of ['3471234567', 'ada@example.com', 'Tazza', 'WhatsApp']) {
      expect(text).toContain(word);
    }
    expect(await askTool('exporter', 'eve@example.com')).toEqual({ data: [], done: true });
  });

  it('gets what she answered in her account, where no cart of hers is kept', async () => {
    await shop.php(`
      $id = wp_create_user('eva', 'secret', 'eva@example.com');
      return update_user_option($id, 'ripresa_consent', 'withdrawn');`);
    expect(await askTool('exporter', 'eva@example.com')).toMatchObject({
      data: [{ data: [{ name: 'Consent', value: 'withdrawn' }] }],
      done: true,
    });
  });

  it('is erased here, and the app hears of it instead of the cart', async () => {
    expect(await askTool('eraser', 'ada@example.com')).toMatchObject({
      items_removed: true,
      items_retained: false,
      done: true,
    });
    const events = await shop.told();
    expect(events.map((event) => [event.topic, event.body['customerErased']])).toEqual([
      ['customer-erased', { email: 'ada@example.com', phones: ['3471234567'], requestId: null }],
    ]);
    const kept = await shop.php<unknown[]>(`return [
      $wpdb->get_var("SELECT COUNT(*) FROM wp_ripresa_carts WHERE email = 'ada@example.com'"),
      $wpdb->get_var('SELECT COUNT(*) FROM wp_ripresa_outbox')];`);
    expect(kept).toEqual(['0', '0']);
  });

  it('leaves no proof of place on her orders', async () => {
    await shopper.post('/?wc-ajax=checkout', {
      billing_email: 'ada@example.com',
      billing_phone: '3471234567',
      payment_method: 'cod',
    });
    await shop.php(`
      foreach (apply_filters('wp_privacy_personal_data_erasers', []) as $tool) {
        call_user_func($tool['callback'], 'ada@example.com', 1);
      }
      return true;`);
    const consents = await shop.php<unknown[]>(
      "return array_map(fn($o) => $o->get_meta('_ripresa_consent'), wc_get_orders(['billing_email' => 'deleted@site.invalid']));",
    );
    expect(consents).toMatchObject([{ given: true, ipHash: null, page: null }]);
  });

  it('is forgotten after the days that the merchant chose', async () => {
    const old = Date.now() - 91 * 86_400_000;
    await shop.php(`return $wpdb->query('UPDATE wp_ripresa_carts SET updated_ms = ${old}');`);
    await shop.php("do_action('ripresa_daily'); return true;");
    expect(await shop.php("return $wpdb->get_var('SELECT COUNT(*) FROM wp_ripresa_carts');")).toBe(
      '0',
    );
  });

  it('takes a consent back in the account as easily as it was given', async () => {
    await shop.php(`
      $id = wp_create_user('ada', 'secret', 'ada@example.com');
      update_user_meta($id, 'billing_phone', '3471234567'); return $id;`);
    await shopper.logIn('ada', 'secret');
    await shopper.get('/cart/');
    await shop.told();
    const save = { save_account_details: '1', ripresa_account_consent_asked: 'yes' };
    await shopper.post('/my-account/', { ...save, ripresa_account_consent: 'yes' });
    await shop.told();
    await shopper.post('/my-account/', save);
    const events = await shop.told();
    const [consent] = events.filter((event) => event.topic === 'consent');
    expect(consent?.body).toMatchObject({
      consent: {
        contact: { phone: '3471234567', email: 'ada@example.com' },
        state: 'withdrawn',
        source: 'my_account',
      },
    });
    expect(lastCart(events).consent).toMatchObject({ given: false });
  });
});

describe('uninstalling', () => {
  let shop: RunningWordPress;
  let app: AppStandIn;
  beforeAll(async () => {
    app = await startApp();
    shop = await startWordPress({ plugin: 'inactive' });
  });
  afterAll(async () => {
    const complaints = shop.complaints();
    shop.stop();
    await app.stop();
    expect(complaints).toBe('');
  });

  /** Everything that a plugin could leave: by name, so that a difference says what it is. */
  const traces = () =>
    shop.php<Record<string, string[]>>(`
      $options = $wpdb->get_col("SELECT option_name FROM wp_options WHERE option_name NOT LIKE '%\\_transient\\_%' AND option_name <> 'recently_activated' AND option_name <> 'uninstall_plugins'");
      $cron = [];
      foreach (_get_cron_array() as $at => $hooks) foreach ($hooks as $hook => $_) $cron[] = $hook;
      $tables = $wpdb->get_col('SHOW TABLES');
      $meta = $wpdb->get_col("SELECT DISTINCT meta_key FROM wp_usermeta WHERE meta_key <> 'session_tokens'");
      $said = [];
      foreach ($wpdb->get_col('SELECT session_value FROM wp_woocommerce_sessions') as $value) array_push($said, ...array_keys(unserialize($value)));
      sort($options); sort($cron); sort($tables); sort($meta);
      return ['options' => $options, 'cron' => array_values(array_unique($cron)), 'tables' => $tables, 'meta' => $meta,
        'orders' => $wpdb->get_col('SELECT DISTINCT meta_key FROM wp_wc_orders_meta'), 'session' => array_values(preg_grep('/ripresa/', $said)),
        'actions' => $wpdb->get_col('SELECT hook FROM wp_actionscheduler_actions'), 'groups' => $wpdb->get_col('SELECT slug FROM wp_actionscheduler_groups'),
        'webhooks' => $wpdb->get_col('SELECT name FROM wp_wc_webhooks'), 'keys' => $wpdb->get_col('SELECT description FROM wp_woocommerce_api_keys')];`);

  it('leaves the site as it was: tables, options, meta, cron, actions, webhooks and keys', async () => {
    const mug = await shop.php<number>(
      "return stub_save_product(['name' => 'Tazza', 'meta' => ['_price' => '5']]);",
    );
    await shop.php("return wp_create_user('ada', 'secret', 'ada@example.com');");
    const customer = new Browser(shop.url);
    await customer.logIn('ada', 'secret');
    await customer.get(`/?add-to-cart=${mug}`);
    const before = await traces();

    await shop.php("return activate_plugin('ripresa/ripresa.php');");
    await connect(shop, app);
    await shop.php(
      "Ripresa\\Connect\\ApiKey::create(); Ripresa\\Settings::change(['retentionDays' => '30', 'coreWebhooks' => 'yes']); Ripresa\\Webhooks\\CoreWebhooks::keep(); Ripresa\\Connect\\SiteFacts::tell(); return true;",
    );
    await customer.capture({ phone: '3471234567', consent: 'yes' });
    await customer.post('/my-account/', {
      save_account_details: '1',
      ripresa_account_consent_asked: 'yes',
      ripresa_account_consent: 'yes',
    });
    await shop.php('stub_run_queue(); return true;');
    await customer.get('/?rp_click=AAAAAAAAAAAAAAAAAAAAAA');
    await customer.post('/?wc-ajax=checkout', {
      billing_phone: '3471234567',
      payment_method: 'cod',
    });
    await customer.postJson('/wp-json/wc/store/v1/cart/add-item', { id: mug, quantity: 1 });
    await customer.postJson('/wp-json/wc/store/v1/checkout', {
      billing_address: { phone: '3471234567', email: 'ada@example.com', country: 'IT' },
      payment_method: 'cod',
      additional_fields: { 'ripresa/whatsapp-consent': true },
    });
    await customer.get(`/?add-to-cart=${mug}`);
    await customer.get('/?rp_click=AAAAAAAAAAAAAAAAAAAAAA');
    const during = await traces();
    expect(during['tables']!.length).toBe(before['tables']!.length + 3);
    expect(during['meta']).toContain('wp_ripresa_consent');
    expect(during['orders']).toContain('_ripresa_click');
    expect(during['orders']).toContain('_wc_other/ripresa/whatsapp-consent');
    expect(during['session']).toContain('ripresa_click');
    expect(during['keys']).toEqual(['Ripresa']);
    expect(during['webhooks']).toHaveLength(4);

    app.forget();
    await shop.php("deactivate_plugins('ripresa/ripresa.php'); return true;");
    await shop.php("include WP_PLUGIN_DIR . '/ripresa/uninstall.php'; return true;", {
      STUB_UNINSTALL: 'ripresa/ripresa.php',
    });
    rmSync(path.join(shop.root, 'wp-content/plugins/ripresa'), { recursive: true });
    expect(app.heard.map((event) => event.body['disconnected'])).toEqual([
      { reason: 'uninstalled' },
    ]);
    expect(await traces()).toEqual(before);
  });
});
