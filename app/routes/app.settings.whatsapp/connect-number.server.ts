import { z } from 'zod';
import { keepNumber, syncTemplates } from '#boot/install';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { resumeNumber } from '#core/messaging/index';
import type { Channel, ChannelWrite } from '#core/messaging/index';
import type { SaveAnswer } from '#ui/save-bar';
import type { SignedIn } from '../app/signed-in.server';

const digits = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{5,20}$/, `${name} has digits only; copy it from WhatsApp Manager.`);

export const numberSchema = z.object({
  phoneNumberId: digits('The phone number ID'),
  wabaId: digits('The account ID'),
  accessToken: z.string().trim().max(1_000),
});

type NumberForm = z.infer<typeof numberSchema>;

const wrong = (field: string, sentence: string): SaveAnswer => ({
  ok: false,
  errors: { [field]: sentence },
});

/**
 * Checks a number with WhatsApp, keeps it, and has its webhooks and templates set up. An empty token
 * keeps the one that is stored.
 */
export async function connectNumber(form: NumberForm, signed: SignedIn): Promise<SaveAnswer> {
  const { shop, services } = signed;
  const { stores, faults } = services;
  const holder = await stores.channels.byPhoneNumberId(form.phoneNumberId);
  const known = holder?.shopId === shop.id ? holder : null;
  if (holder && isTaken(holder, shop.id)) {
    return wrong('phoneNumberId', 'Another store uses this number.');
  }
  const accessToken = await tokenOf(form, known, signed);
  if (!accessToken) return wrong('accessToken', 'Enter the access token.');
  try {
    const channel = await setUp({ ...form, accessToken }, known, signed);
    services.wake();
    return { ok: true, said: `Connected ${channel.displayPhone}` };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    const { title, advice } = faults.explain(error.details.code);
    return wrong('form', `${title} ${advice}`);
  }
}

const isTaken = (holder: Channel, shopId: string): boolean =>
  holder.shopId !== shopId && holder.state !== 'disconnected';

/** The token that was typed, else the stored one; empty without either. */
async function tokenOf(
  form: NumberForm,
  known: Channel | null,
  { shop, services }: SignedIn,
): Promise<string> {
  if (form.accessToken !== '' || !known) return form.accessToken;
  return (await services.stores.channels.access(shop.id, known.id))?.accessToken ?? '';
}

/**
 * Nothing is kept before WhatsApp has answered for the number. A person connects it, so what was on
 * hold goes on. @throws VendorFault
 */
async function setUp(
  access: NumberForm,
  known: Channel | null,
  { shop, services, now }: SignedIn,
): Promise<ChannelWrite> {
  const number = await services.gateway.readNumber(access);
  const written: ChannelWrite = {
    id: known?.id ?? services.newId(),
    shopId: shop.id,
    phoneNumberId: access.phoneNumberId,
    wabaId: access.wabaId,
    displayPhone: number.displayPhone,
    state: 'connected',
    stateReason: null,
    quality: number.quality,
    messagesPerSecond: number.messagesPerSecond,
  };
  await services.gateway.subscribeWebhooks(access);
  await services.stores.channels.connect(written, access.accessToken);
  const { portfolio, hold } = known ?? { portfolio: null, hold: null };
  const channel: Channel = { ...written, portfolio, hold };
  await keepNumber(channel, number, services);
  await services.transact((stores) => resumeNumber({ channel, now }, stores));
  await syncTemplates(shop, channel, services);
  return channel;
}
