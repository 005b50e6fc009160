import { z } from 'zod';
import type { SequenceId } from '#core/kernel/ids';
import { decimalText } from '#core/kernel/money';
import { sequenceResults } from '#queries/sequence-results';
import { refuse } from './signed-site.server';
import type { SiteQuestion } from './signed-site.server';

/** The store's sequences with what each has done so far. */
export async function sequences({ shop, services }: SiteQuestion) {
  const [all, results] = await Promise.all([
    services.stores.sequences.ofShop(shop.id),
    sequenceResults(shop.id, services.database.sql),
  ]);
  return {
    sequences: all.map(({ id, name, state, steps }) => ({
      ...{ id, name, state },
      steps: steps.map(({ timing, templateName, discount }) => ({
        timing,
        template: templateName,
        hasDiscount: discount !== null,
      })),
      messagesSent: results.get(id)?.messagesSent ?? 0,
      revenue: (results.get(id)?.revenue ?? []).map(({ currency, minor }) => ({
        currency,
        amount: decimalText({ minor, currency }),
      })),
    })),
  };
}

const wanted = z.object({ state: z.enum(['active', 'paused']) });

/** Switches a sequence on or off. @throws Response 404 for one of another store, 400 for no state */
export async function switchSequence({ shop, services, body }: SiteQuestion, id: string) {
  const read = wanted.safeParse(jsonOf(body));
  if (!read.success) refuse(400, { error: 'unreadable' });
  const sequence = await services.stores.sequences.byId(shop.id, id as SequenceId);
  if (!sequence || sequence.state === 'archived') refuse(404, { error: 'unknown_sequence' });
  await services.stores.sequences.setState(shop.id, sequence.id, read.data.state);
  return { id, state: read.data.state };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
