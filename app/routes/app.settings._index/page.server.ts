import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import type { SaveAnswer } from '#ui/save-bar';
import { cardPath, sampleCart } from '../app.card/sample-cart.server';
import { readJson, refuse, signedIn } from '../app/signed-in.server';
import { readSettings, settingsDraft } from './settings-form';

export async function loadSettings({ request }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const cart = await sampleCart(shop, services, now);
  const language = shop.locale.replace('-', '_');
  const [channel, card] = await Promise.all([
    services.stores.channels.ofShop(shop.id),
    cardPath({ shop, cart, discount: null, language }, services),
  ]);
  return {
    draft: settingsDraft(shop.settings),
    channel: channel && { displayPhone: channel.displayPhone, state: channel.state },
    card,
    language,
  };
}

const draftSchema = z.strictObject({
  inactivityMinutes: z.string(),
  holdoutPercent: z.string(),
  quietEnabled: z.boolean(),
  quietStart: z.string(),
  quietEnd: z.string(),
  caps: z.array(z.strictObject({ maxMessages: z.string(), perDays: z.string() })).max(5),
  attributionWindowDays: z.string(),
  brandColor: z.string(),
  logoUrl: z.string().max(2_000),
});

export async function saveSettings({ request }: ActionFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const parsed = draftSchema.safeParse(await readJson(request));
  if (!parsed.success) refuse(400, 'Not understood.');
  const reading = readSettings(parsed.data, shop.settings);
  if (!reading.ok) return { ok: false, errors: reading.errors } satisfies SaveAnswer;
  await services.stores.shops.saveSettings(shop.id, reading.settings);
  services.wake();
  return { ok: true, said: 'Saved' } satisfies SaveAnswer;
}

/** As it arrives in the browser. */
export type SettingsLoaded = ReturnType<typeof useLoaderData<typeof loadSettings>>;
