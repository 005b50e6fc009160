import { SHOPS } from '../script/places';
import type { ShopPlace } from '../script/places';
import { whatsappTokenOf } from '../world/meta-standin';
import { sessionToken } from '../../support/tenants';
import type { AppProcess } from './process';

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const HOLDOUT_PERCENT = 4;

/** Each store's owner opens the app, which installs it, and connects a number. */
export async function openShops(web: AppProcess): Promise<void> {
  for (const shop of SHOPS) {
    await ask(web, shop, 'app', 'routes/app._index');
    await ask(web, shop, 'app/settings/whatsapp', 'routes/app.settings.whatsapp', {
      phoneNumberId: shop.phoneNumberId,
      wabaId: shop.wabaId,
      accessToken: whatsappTokenOf(shop),
    });
    const settings = {
      checkoutMarketingCoversWhatsApp: shop.checkboxCounts,
      holdoutPercent: HOLDOUT_PERCENT,
    };
    const saved = await web.control('settings', { shop: shop.domain, settings });
    if (saved === null) throw new Error(`the settings of ${shop.domain} were not saved`);
  }
}

/** As the embedded page asks its server: with a session token, for the route's answer alone. */
async function ask(
  web: AppProcess,
  shop: ShopPlace,
  page: string,
  route: string,
  form?: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await fetch(`${web.url}/${page}?_data=${encodeURIComponent(route)}`, {
    method: form ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${sessionToken(shop.domain)}`,
      'user-agent': BROWSER,
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  const text = await answer.text();
  const isRefused = form !== undefined && !text.includes('"ok":true');
  if (!answer.ok || isRefused)
    throw new Error(`${page} of ${shop.domain}: ${answer.status} ${text}`);
}
