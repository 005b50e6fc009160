import { isRecord, textOf } from '../../http/exchange';
import { gid, idOf } from '../shop';
import type { MarketingActivity } from '../state';
import type { Moment } from './moment';
import type { Node } from './catalog-nodes';

type Fields = Record<string, unknown>;

export function upsertActivity(moment: Moment, input: Fields): Node {
  const { activities, ids } = moment.world.state;
  const remoteId = String(input['remoteId']);
  const known = activities.get(remoteId);
  const hasUtm = isRecord(input['utm']) || typeof input['urlParameterValue'] === 'string';
  if (known === undefined && !hasUtm) {
    return {
      marketingActivity: null,
      userErrors: [
        {
          field: ['input'],
          message: 'Non-hierarchical marketing activities must have UTM parameters.',
          code: 'NON_HIERARCHIAL_REQUIRES_UTM_URL_PARAMETER',
        },
      ],
    };
  }
  const activity: MarketingActivity = {
    id: known?.id ?? ids.next(),
    remoteId,
    title: String(input['title']),
    status: String(input['status']),
    engagements: known?.engagements ?? [],
  };
  activities.set(remoteId, activity);
  return { marketingActivity: activityNode(moment, activity), userErrors: [] };
}

export function createEngagement(moment: Moment, given: Fields): Node {
  const activities = [...moment.world.state.activities.values()];
  const id = idOf('MarketingActivity', textOf(given['marketingActivityId']));
  const activity = activities.find(
    (candidate) => candidate.id === id || candidate.remoteId === given['remoteId'],
  );
  if (activity === undefined) {
    return {
      marketingEngagement: null,
      userErrors: [
        {
          field: ['marketingActivityId'],
          message: 'Marketing activity does not exist.',
          code: 'MARKETING_ACTIVITY_DOES_NOT_EXIST',
        },
      ],
    };
  }
  const engagement = isRecord(given['marketingEngagement']) ? given['marketingEngagement'] : {};
  activity.engagements.push(engagement);
  return {
    marketingEngagement: {
      isCumulative: false,
      ...engagement,
      marketingActivity: activityNode(moment, activity),
    },
    userErrors: [],
  };
}

function activityNode(moment: Moment, activity: MarketingActivity): Node {
  return {
    __typename: 'MarketingActivity',
    id: gid('MarketingActivity', activity.id),
    title: activity.title,
    status: activity.status,
    sourceAndMedium: 'Ripresa',
    activityListUrl: null,
    isExternal: true,
    inMainWorkflowVersion: true,
    hierarchyLevel: null,
    urlParameterValue: null,
    createdAt: moment.now.toISOString(),
    updatedAt: moment.now.toISOString(),
  };
}
