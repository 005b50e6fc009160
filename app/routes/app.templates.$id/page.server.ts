import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { exampleCard } from '#boot/install';
import type { TemplateId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { isEditable, rewriteTemplate } from '#core/messaging/index';
import type { RewriteOutcome, Template } from '#core/messaging/index';
import type { Sequence } from '#core/recovery/index';
import type { SaveAnswer } from '#ui/save-bar';
import { cardPath, previewSample, sampleCart } from '../app.card/sample-cart.server';
import { found, readJson, refuse, signedIn } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';
import { draftOf, errorsByField, wordingDraftSchema, wordingOf } from './wording';

const templateOf = async ({ shop, services }: SignedIn, id = ''): Promise<Template> => {
  const template = await services.stores.templates.byId(shop.id, id as TemplateId);
  return found(template?.state === 'deleted' ? null : template, 'template');
};

/** A template with what its preview needs, and the sequences that would be silent without it. */
export async function loadTemplate({ request, params }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const template = await templateOf(signed, params['id']);
  const [channel, sequences, cart] = await Promise.all([
    services.stores.channels.ofShop(shop.id),
    services.stores.sequences.ofShop(shop.id),
    sampleCart(shop, services, now),
  ]);
  const { name, language, state, stateReason, content, category, pausedUntil } = template;
  return {
    name,
    language,
    state,
    category,
    content,
    isConnected: channel !== null && channel.state !== 'disconnected',
    isEditable: isEditable(template),
    why: stateReason === null ? null : services.faults.explainTemplate(stateReason),
    pausedUntil: pausedUntil?.toISOString() ?? null,
    usedBy: sequences
      .filter((sequence) => uses(sequence, name))
      .map(({ id, name: of }) => ({ id, name: of })),
    draft: draftOf(content),
    sample: previewSample(shop, cart, now),
    card: await cardPath({ shop, cart, discount: null, language }, services),
  };
}

const uses = ({ steps }: Sequence, name: string): boolean =>
  steps.some(({ templateName }) => templateName === name);

const wrong = (sentence: string): SaveAnswer => ({ ok: false, errors: { form: sentence } });

/** Writes a template anew and submits it to WhatsApp. */
export async function changeTemplate({ request, params }: ActionFunctionArgs): Promise<SaveAnswer> {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const { stores, gateway, env } = services;
  const parsed = z.strictObject({ draft: wordingDraftSchema }).safeParse(await readJson(request));
  if (!parsed.success) refuse(400, 'Not understood.');
  const template = await templateOf(signed, params['id']);
  const channel = await stores.channels.ofShop(shop.id);
  const isConnected = channel && channel.state !== 'disconnected';
  const access = isConnected ? await stores.channels.access(shop.id, channel.id) : null;
  if (!access) return wrong('Connect your WhatsApp number first.');
  try {
    const outcome = await rewriteTemplate(
      {
        shopId: shop.id,
        templateId: template.id,
        wording: wordingOf(parsed.data.draft),
        access,
        linkBase: `${env.PUBLIC_URL}/r/`,
        now,
      },
      {
        templates: stores.templates,
        events: stores.events,
        gateway,
        exampleCard: () => exampleCard(services.images),
      },
    );
    return answerTo(outcome);
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return wrong(faultSentence(error, services));
  }
}

function answerTo(outcome: RewriteOutcome): SaveAnswer {
  switch (outcome.kind) {
    case 'submitted':
      return { ok: true, said: 'Submitted to WhatsApp' };
    case 'refused':
      return { ok: false, errors: errorsByField(outcome.findings) };
    case 'unchanged':
      return wrong('Nothing was changed, so nothing was submitted.');
    case 'not_editable':
    case 'unknown_template':
      return wrong('WhatsApp doesn’t take changes of this template now. Look at its state above.');
  }
}

/** Meta's sentence speaks of the merchant's own text here, so it is quoted. */
function faultSentence(
  fault: { readonly message: string; readonly details: { readonly code: string } },
  { faults }: SignedIn['services'],
): string {
  const { title, advice } = faults.explain(fault.details.code);
  const quoted = fault.message.replace(/\s*\([^()]*\)$/, '');
  return quoted === title ? `${title} ${advice}` : `${title} WhatsApp says: “${quoted}”. ${advice}`;
}

/** As it arrives in the browser. */
export type TemplateData = ReturnType<typeof useLoaderData<typeof loadTemplate>>;
