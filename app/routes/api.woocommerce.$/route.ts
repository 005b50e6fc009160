import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { readiness } from '#queries/readiness';
import { sendingState } from '#queries/sending-state';
import { stalledWork } from '#queries/stalled-work';
import { overview } from './overview.server';
import { sequences, switchSequence } from './sequences.server';
import { answer, refuse, signedSite } from './signed-site.server';
import type { SiteQuestion } from './signed-site.server';

/** How the store's recovery is: what is set up, what is held, what should have started. */
async function health({ shop, services, now }: SiteQuestion) {
  const { sql } = services.database;
  const [ready, sending, stalled] = await Promise.all([
    readiness(shop.id, sql),
    sendingState(shop.id, sql, now),
    stalledWork(shop.id, sql, now),
  ]);
  return { ready, sending, stalled };
}

async function signIn({ shop, services, signature }: SiteQuestion) {
  const url = await services.signIn.offer(shop.id, signature);
  if (url === null) refuse(409, { error: 'replayed' });
  return { url };
}

const READ: Readonly<Record<string, (question: SiteQuestion) => Promise<unknown>>> = {
  overview,
  health,
  sequences,
};

/** What a store's own wp-admin shows. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const question = await signedSite(request);
  const read = READ[params['*'] ?? ''];
  return read ? answer(await read(question)) : answer({ error: 'unknown_address' }, 404);
}

const SWITCH = /^sequences\/([\w-]{1,60})\/state$/;

/** What a merchant does from there. */
export async function action({ request, params }: ActionFunctionArgs): Promise<Response> {
  const question = await signedSite(request);
  const asked = params['*'] ?? '';
  const [, sequenceId] = SWITCH.exec(asked) ?? [];
  if (request.method !== 'POST') return answer({ error: 'method' }, 405);
  if (asked === 'sign-in') return answer(await signIn(question));
  if (sequenceId) return answer(await switchSequence(question, sequenceId));
  return answer({ error: 'unknown_address' }, 404);
}
