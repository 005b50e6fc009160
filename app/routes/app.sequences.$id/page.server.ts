import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import type { SequenceId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import type { Sequence } from '#core/recovery/index';
import type { SaveAnswer } from '#ui/save-bar';
import { cardPath, previewSample, sampleCart } from '../app.card/sample-cart.server';
import { found, readJson, refuse, signedIn } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';
import { draftOf } from './draft';
import { readDraft, sequenceDraftSchema } from './read-draft';

const NEW = 'new';

async function sequenceOf({ shop, services }: SignedIn, id: string): Promise<Sequence> {
  if (id !== NEW) {
    return found(await services.stores.sequences.byId(shop.id, id as SequenceId), 'sequence');
  }
  const others = await services.stores.sequences.ofShop(shop.id);
  return {
    id: services.newId(),
    shopId: shop.id,
    name: '',
    // Nothing is sent by a sequence before its owner switches it on.
    state: 'paused',
    steps: DEFAULT_STEPS.slice(0, 1),
    priority: Math.max(-1, ...others.map(({ priority }) => priority)) + 1,
  };
}

/** A sequence, or the beginnings of a new one, with what its preview needs. */
export async function loadSequence({ request, params }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const sequence = await sequenceOf(signed, params['id'] ?? '');
  const templates = await services.stores.templates.ofShop(shop.id);
  const cart = await sampleCart(shop, services, now);
  const language = shop.locale.replace('-', '_');
  const card = await cardPath({ shop, cart, discount: null, language }, services);
  return {
    isNew: params['id'] === NEW,
    state: sequence.state,
    draft: draftOf(sequence, shop.currency),
    templates: templates
      .filter(({ state }) => state !== 'deleted')
      .map(({ name, language: code, state, content }) => ({
        name,
        language: code,
        state,
        content,
      })),
    sample: previewSample(shop, cart, now),
    card,
    locale: shop.locale,
  };
}

const intentSchema = z.union([
  z.object({ intent: z.literal('state'), state: z.enum(['active', 'paused', 'archived']) }),
  z.object({ intent: z.literal('save'), draft: sequenceDraftSchema }),
]);

/** Saves a sequence, or switches it on, off or away. */
export async function changeSequence({ request, params }: ActionFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, redirect } = signed;
  const parsed = intentSchema.safeParse(await readJson(request));
  if (!parsed.success) refuse(400, 'Not understood.');
  const sequence = await sequenceOf(signed, params['id'] ?? '');
  if (parsed.data.intent === 'state') {
    const { state } = parsed.data;
    await services.stores.sequences.setState(shop.id, sequence.id, state);
    if (state === 'archived') return redirect('/app/sequences');
    const said = state === 'active' ? 'Switched on' : 'Paused';
    return { ok: true, said } satisfies SaveAnswer;
  }
  const templates = await services.stores.templates.ofShop(shop.id);
  const reading = readDraft(parsed.data.draft, {
    currency: shop.currency,
    templates: new Set(templates.map(({ name }) => name)),
  });
  if (!reading.ok) return { ok: false, errors: reading.errors } satisfies SaveAnswer;
  await services.stores.sequences.save({ ...sequence, name: reading.name, steps: reading.steps });
  if (params['id'] === NEW) return redirect(`/app/sequences/${sequence.id}`);
  return { ok: true, said: 'Saved' } satisfies SaveAnswer;
}

/** As it arrives in the browser. */
export type SequenceData = ReturnType<typeof useLoaderData<typeof loadSequence>>;
