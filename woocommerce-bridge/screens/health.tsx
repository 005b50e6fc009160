import { Notice } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useAnswer } from './ask';
import type { HealthAnswer } from './ask';
import { count, moment } from './format';
import { Box, Ready } from './frame';

/** Whether everything is connected and goes out; what this site knows is shown while the app is away, too. */
export function Health() {
  const [answered, again] = useAnswer<HealthAnswer>('health');
  return (
    <Box title={__('Connection', 'ripresa')}>
      <Ready answered={answered} again={again}>
        {(health) => (
          <>
            {problemsOf(health).map((problem) => (
              <Notice key={problem} status="warning" isDismissible={false}>
                {problem}
              </Notice>
            ))}
            <ul className="ripresa-checks">
              {checksOf(health).map(([isGood, text]) => (
                <li key={text}>
                  <span
                    className={`dashicons dashicons-${isGood ? 'yes-alt' : 'warning'}`}
                    aria-hidden="true"
                  />
                  {text}
                </li>
              ))}
            </ul>
          </>
        )}
      </Ready>
    </Box>
  );
}

function problemsOf({ fault, site, app }: HealthAnswer): readonly string[] {
  const own = site.problem === fault?.sentence ? null : site.problem;
  const told = app
    ? [holdText(app.stalled), ...sendingTexts(app.sending), lateText(app.stalled)]
    : [];
  return [fault?.sentence ?? null, own, ...told].filter(
    (text): text is string => text !== null && text !== '',
  );
}

type AppHealth = NonNullable<HealthAnswer['app']>;

const holdText = ({ holdReason }: AppHealth['stalled']): string | null =>
  holdReason === null
    ? null
    : __(
        'Your WhatsApp number is on hold, so no reminder goes out. Open Ripresa to see why.',
        'ripresa',
      );

const sendingTexts = (sending: AppHealth['sending']): readonly (string | null)[] => [
  sending?.heldUntil
    ? /* translators: %s: date and time */
      sprintf(__('Reminders are on hold until %s.', 'ripresa'), moment(sending.heldUntil))
    : null,
  sending?.placeAt
    ? /* translators: %s: date and time */
      sprintf(
        __('WhatsApp’s daily limit of people is used up; it goes on at %s.', 'ripresa'),
        moment(sending.placeAt),
      )
    : null,
];

function lateText(stalled: AppHealth['stalled']): string | null {
  if (stalled.since === null) return null;
  const late = stalled.steps + stalled.messages;
  return sprintf(
    /* translators: 1: number of messages, 2: date and time */
    _n(
      '%1$s message has been due since %2$s and is late.',
      '%1$s messages have been due since %2$s and are late.',
      late,
      'ripresa',
    ),
    count(late),
    moment(stalled.since),
  );
}

type Check = readonly [isGood: boolean, text: string];

const checksOf = (health: HealthAnswer): readonly Check[] => [
  ...siteChecks(health.site),
  ...(health.app ? appChecks(health.app.ready) : []),
];

function siteChecks(site: HealthAnswer['site']): readonly Check[] {
  const { deliveredAt, waiting, givenUp } = site;
  return [
    deliveredAt === null
      ? [false, __('Your store has not told Ripresa anything yet.', 'ripresa')]
      : /* translators: %s: date and time */
        [
          true,
          sprintf(
            __('Your store last told Ripresa something on %s.', 'ripresa'),
            moment(deliveredAt),
          ),
        ],
    [
      givenUp === 0,
      sprintf(
        /* translators: 1: number of events that wait, 2: number of events given up */
        __('Waiting to be sent: %1$s. Given up after seven days: %2$s.', 'ripresa'),
        count(waiting),
        count(givenUp),
      ),
    ],
    ...webhookChecks(site),
  ];
}

function webhookChecks({ webhooks, webhookRepairedAt }: HealthAnswer['site']): readonly Check[] {
  if (!webhooks) return [];
  const text =
    webhookRepairedAt === null
      ? __('WooCommerce’s own webhooks are a second signal.', 'ripresa')
      : sprintf(
          /* translators: %s: date and time */
          __(
            'WooCommerce had switched off one of its webhooks; it was switched on again on %s.',
            'ripresa',
          ),
          moment(webhookRepairedAt),
        );
  return [[true, text]];
}

function appChecks(ready: NonNullable<HealthAnswer['app']>['ready']): readonly Check[] {
  return [
    ready.numberConnected
      ? [true, __('A WhatsApp number is connected.', 'ripresa')]
      : [false, __('No WhatsApp number is connected yet. Open Ripresa to connect it.', 'ripresa')],
    [
      ready.templatesApproved > 0,
      sprintf(
        /* translators: 1: number of approved templates, 2: number of templates that wait */
        __('Templates that WhatsApp approved: %1$s. Waiting for approval: %2$s.', 'ripresa'),
        count(ready.templatesApproved),
        count(ready.templatesPending),
      ),
    ],
    ready.cartsSeen > 0
      ? [true, __('Carts arrive.', 'ripresa')]
      : [false, __('No cart has arrived yet.', 'ripresa')],
  ];
}
