import { isVendorFault } from '#core/kernel/vendor-fault';
import type { ChannelAccess, MessagingGateway } from '#core/messaging/index';
import type { Graph } from './graph.server';
import { recordOf, textOf } from './json-reading';
import { limitField, readLimit } from './messaging-limit';
import { qualityOf } from './template-states';
import { readPerSecond, THROUGHPUT_FIELDS } from './throughput';

const FIELDS = `display_phone_number,verified_name,quality_rating,${THROUGHPUT_FIELDS}`;

/** A number as Meta describes it, with the portfolio that owns its account. @throws VendorFault */
export async function readNumber(
  graph: Graph,
  access: ChannelAccess,
  apiVersion: string,
): ReturnType<MessagingGateway['readNumber']> {
  const limit = limitField(apiVersion);
  const answer = await graph.call({
    method: 'GET',
    path: `${access.phoneNumberId}?fields=${FIELDS},${limit}`,
    token: access.accessToken,
    repeatable: true,
  });
  return {
    displayPhone: textOf(answer.display_phone_number) ?? '',
    verifiedName: textOf(answer.verified_name) ?? '',
    quality: qualityOf(answer.quality_rating),
    messagesPerSecond: readPerSecond(answer),
    portfolio: { id: await ownerOf(graph, access), dailyLimit: readLimit(answer[limit]) },
  };
}

/** Null when the token may not see the owner; its numbers are then counted by account. */
async function ownerOf(graph: Graph, access: ChannelAccess): Promise<string | null> {
  try {
    const account = await graph.call({
      method: 'GET',
      path: `${access.wabaId}?fields=owner_business_info`,
      token: access.accessToken,
      repeatable: true,
    });
    return textOf(recordOf(account.owner_business_info).id);
  } catch (error) {
    if (isVendorFault(error)) return null;
    throw error;
  }
}
