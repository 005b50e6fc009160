import {
  recordAccountChange,
  recordDailyLimit,
  recordQuality,
  recordTemplateQuality,
  recordTemplateStatus,
} from '#core/messaging/index';
import type { Channel } from '#core/messaging/index';
import { APPLIED, ignored } from './fact-ports';
import type { FactOutcome, FactPorts } from './fact-ports';
import type { Fact } from './facts';

/** What concerns a whole account of the vendor: its templates, its numbers, itself. */
export type AccountFact = Extract<Fact, { wabaId: string }>;

/** Several stores may share an account; each has its own rows. */
export async function applyAccountFact(
  fact: AccountFact,
  now: Date,
  ports: FactPorts,
): Promise<FactOutcome> {
  const channels = await ports.channels.byWabaId(fact.wabaId);
  if (channels.length === 0) return ignored('no store has this WhatsApp account');
  for (const channel of channels) await applyTo(channel, fact, now, ports);
  return APPLIED;
}

async function applyTo(
  channel: Channel,
  fact: AccountFact,
  now: Date,
  ports: FactPorts,
): Promise<void> {
  const { shopId } = channel;
  switch (fact.kind) {
    case 'template_status':
      await recordTemplateStatus({ ...fact, shopId, now }, ports);
      return;
    case 'template_quality':
      await recordTemplateQuality({ ...fact, shopId, now }, ports);
      return;
    case 'daily_limit':
      await recordDailyLimit({ channel, portfolio: portfolioOf(channel, fact), now }, ports);
      return;
    case 'number_quality':
    case 'number_pace':
    case 'account_changed':
      if (concerns(fact.displayPhone, channel.displayPhone)) {
        await applyToNumber(channel, fact, now, ports);
      }
  }
}

/** Counted by account until the number has told which portfolio owns it. */
const portfolioOf = (
  { portfolio, wabaId }: Channel,
  { limit }: Extract<AccountFact, { kind: 'daily_limit' }>,
) => ({ id: portfolio?.id ?? wabaId, dailyLimit: limit === 'unlimited' ? null : limit });

async function applyToNumber(
  channel: Channel,
  fact: Extract<AccountFact, { displayPhone: string | null }>,
  now: Date,
  ports: FactPorts,
): Promise<void> {
  const { shopId, id } = channel;
  if (fact.kind === 'number_quality') await recordQuality({ ...fact, channel, now }, ports);
  else if (fact.kind === 'number_pace') await ports.channels.setPace(shopId, id, fact.perSecond);
  else await recordAccountChange({ ...fact, channel, now }, ports);
}

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** A fact that names no number concerns all of the account's. */
const concerns = (named: string | null, ours: string): boolean =>
  named === null || digits(named) === digits(ours);
