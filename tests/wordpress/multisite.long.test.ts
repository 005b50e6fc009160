import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  SIGNING_KEY,
  SITE_ID,
  signedHeaders,
  startApp,
  type AppStandIn,
} from './support/app-stand-in';
import { Browser } from './support/browser';
import { startWordPress, type RunningWordPress } from './support/wordpress';

let network: RunningWordPress;
let app: AppStandIn;
let second = 0;
beforeAll(async () => {
  app = await startApp();
  network = await startWordPress({ network: true, plugin: 'inactive' });
  second = await network.php<number>(`
    activate_plugin('woocommerce/woocommerce.php', '', true);
    activate_plugin('ripresa/ripresa.php', '', true);
    $blog = ${newSite('/second/')};
    switch_to_blog($blog); stub_install(); restore_current_blog();
    return $blog;`);
});
afterAll(async () => {
  const complaints = network.complaints();
  network.stop();
  await app.stop();
  expect(complaints).toBe('');
});

/** WordPress takes the port out of a new site's name: here it is put back. */
const newSite = (path: string): string => `(static function () use ($wpdb) {
  $host = $_SERVER['HTTP_HOST'];
  $blog = wp_insert_site(['domain' => '127.0.0.1', 'path' => '${path}', 'network_id' => 1, 'title' => 'Shop', 'user_id' => 1]);
  $wpdb->update($wpdb->blogs, ['domain' => $host], ['blog_id' => $blog]);
  clean_blog_cache($blog);
  foreach (['home', 'siteurl'] as $name) update_blog_option($blog, $name, rtrim("http://$host${path}", '/'));
  return $blog;
})()`;

const tables = () =>
  network.php<string[]>(
    `return array_values(array_filter($wpdb->get_col('SHOW TABLES'), static fn ($name) => strpos($name, 'ripresa') !== false));`,
  );
const inBlog = <Answer>(blog: number, code: string) =>
  network.php<Answer>(`switch_to_blog(${blog}); ${code}`);
const connect = (blog: number) =>
  inBlog(
    blog,
    `Ripresa\\Connection::keep(['siteId' => '${SITE_ID}', 'signingKey' => '${SIGNING_KEY}', 'appUrl' => '${app.url}', 'connectedAt' => time()]); return true;`,
  );

describe('in a network of sites', () => {
  it('a site that joined later has its tables with its first request', async () => {
    await new Browser(network.url).page('/');
    await new Browser(network.url).page('/second/');
    expect((await tables()).toSorted()).toEqual([
      'wp_2_ripresa_carts',
      'wp_2_ripresa_outbox',
      'wp_2_ripresa_restore_tokens',
      'wp_ripresa_carts',
      'wp_ripresa_outbox',
      'wp_ripresa_restore_tokens',
    ]);
  });

  it('one site that is connected connects no other', async () => {
    await connect(1);
    expect(await inBlog(second, 'return Ripresa\\Connection::exists();')).toBe(false);
    const path = '/second/wp-json/ripresa/v1/site';
    const answer = await fetch(`${network.url}${path}`, { headers: signedHeaders('GET', path) });
    expect([answer.status, await answer.json()]).toEqual([410, { error: 'unknown_site' }]);
    const own = '/wp-json/ripresa/v1/site';
    const known = await fetch(`${network.url}${own}`, { headers: signedHeaders('GET', own) });
    expect(await known.json()).toMatchObject({ site: { homeUrl: network.url } });
  });

  it('each site is named by its own address', async () => {
    const home = await inBlog<string>(
      second,
      "return Ripresa\\Connect\\SiteFacts::read()['homeUrl'];",
    );
    expect(home).toBe(`${network.url}/second`);
  });

  it('what one site tells is not in the outbox of another', async () => {
    await inBlog(1, 'Ripresa\\Connect\\SiteFacts::tell(); return true;');
    await inBlog(second, 'Ripresa\\Connect\\SiteFacts::tell(); return true;');
    expect(await inBlog(1, 'return Ripresa\\Outbox\\OutboxStore::counts();')).toMatchObject({
      pending: 1,
    });
    expect(await inBlog(second, 'return Ripresa\\Outbox\\OutboxStore::counts();')).toMatchObject({
      pending: 0,
    });
  });

  it('uninstalling leaves nothing in any site', async () => {
    await connect(second);
    await network.php("deactivate_plugins('ripresa/ripresa.php', false, true); return true;");
    await network.php("include WP_PLUGIN_DIR . '/ripresa/uninstall.php'; return true;", {
      STUB_UNINSTALL: 'ripresa/ripresa.php',
    });
    expect(await tables()).toEqual([]);
    for (const blog of [1, second]) {
      const options = `return $wpdb->get_col("SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'ripresa%'");`;
      expect(await inBlog(blog, options)).toEqual([]);
    }
    expect(app.heard.map(({ topic }) => topic)).toEqual(['disconnected', 'disconnected']);
  });
});

it('a site that is deleted takes its tables along', async () => {
  const blog = await network.php<number>(`
    activate_plugin('ripresa/ripresa.php', '', true);
    $blog = ${newSite('/third/')};
    switch_to_blog($blog); stub_install(); Ripresa\\Schema::ensure(); restore_current_blog();
    return $blog;`);
  expect(await tables()).toContain(`wp_${blog}_ripresa_carts`);
  await network.php(
    `require_once ABSPATH . 'wp-admin/includes/ms.php'; wpmu_delete_blog(${blog}, true); return true;`,
  );
  expect((await tables()).filter((name) => name.startsWith(`wp_${blog}_`))).toEqual([]);
});
