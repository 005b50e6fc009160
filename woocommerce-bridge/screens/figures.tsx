import { __, _n, sprintf } from '@wordpress/i18n';
import { STAGES } from './ask';
import type { Lift, Overview, Stage } from './ask';
import { count, money, percent } from './format';
import { Box } from './frame';
import { reasonText } from './reasons';
import { whatsappWords } from './whatsapp-words';

/** What the messages added, against people who got none. */
export const Incremental = ({
  lift,
  holdoutPercent,
}: Pick<Overview, 'lift' | 'holdoutPercent'>) => (
  <Box title={__('Incremental revenue', 'ripresa')}>
    {lift.kind === 'measured' ? (
      <Measured lift={lift} />
    ) : (
      <NotEnough lift={lift} holdoutPercent={holdoutPercent} />
    )}
    <p className="ripresa-quiet">{__('Against the comparison group, all time.', 'ripresa')}</p>
  </Box>
);

function NotEnough(props: {
  readonly lift: Extract<Lift, { kind: 'not_enough' }>;
  readonly holdoutPercent: number;
}) {
  const { missingPeople, missingBuyers } = props.lift;
  if (props.holdoutPercent === 0) {
    return (
      <p>
        {__(
          'The comparison group is switched off, so nobody can say what would have been bought without messages. Set it in Ripresa’s settings; 10 % is a good start.',
          'ripresa',
        )}
      </p>
    );
  }
  return (
    <>
      <p>
        <strong>{__('Not enough data yet.', 'ripresa')}</strong>{' '}
        {missingPeople > 0
          ? sprintf(
              /* translators: %s: number of people */
              _n(
                '%s more person is needed in the smaller group.',
                '%s more people are needed in the smaller group.',
                missingPeople,
                'ripresa',
              ),
              count(missingPeople),
            )
          : sprintf(
              /* translators: %s: number of buyers */
              _n(
                '%s more buyer is needed in all.',
                '%s more buyers are needed in all.',
                missingBuyers,
                'ripresa',
              ),
              count(missingBuyers),
            )}
      </p>
      <p>
        {sprintf(
          /* translators: %s: percentage */
          __(
            '%s of shoppers get no messages. The difference to the others is what the messages really earn.',
            'ripresa',
          ),
          percent(props.holdoutPercent / 100),
        )}
      </p>
    </>
  );
}

function Measured({ lift }: { readonly lift: Extract<Lift, { kind: 'measured' }> }) {
  const { conversion, revenue, certain } = lift;
  return (
    <>
      {revenue.map(({ currency, value, low, high }) => (
        <div key={currency}>
          <p className="ripresa-figure">{money(value, currency)}</p>
          <p>
            {sprintf(
              /* translators: 1: lower amount, 2: higher amount */
              __('Between %1$s and %2$s, with 95 %% certainty.', 'ripresa'),
              money(low, currency),
              money(high, currency),
            )}
          </p>
        </div>
      ))}
      <p>
        {sprintf(
          /* translators: 1: percentage, 2: lower percentage, 3: higher percentage */
          __('Difference in shoppers who bought: %1$s (between %2$s and %3$s).', 'ripresa'),
          percent(conversion.value),
          percent(conversion.low),
          percent(conversion.high),
        )}
      </p>
      {certain ? null : (
        <p>{__('This may still be chance: not every interval here leaves zero out.', 'ripresa')}</p>
      )}
    </>
  );
}

const stageName = (stage: Stage): string => {
  const names: Readonly<Record<Stage, () => string>> = {
    carts: () => __('Carts left', 'ripresa'),
    eligible: () => __('Eligible', 'ripresa'),
    sent: () => __('Sent', 'ripresa'),
    delivered: () => __('Delivered', 'ripresa'),
    read: () => __('Read', 'ripresa'),
    clicked: () => __('Clicked', 'ripresa'),
    paid: () => __('Paid', 'ripresa'),
  };
  return names[stage]();
};

/** From carts that were left to paid orders, with the share of the step before. */
export const Funnel = ({ funnel }: Pick<Overview, 'funnel'>) => (
  <Box title={__('From cart to sale', 'ripresa')}>
    {funnel.carts === 0 ? (
      <p>{__('No carts were left in this period.', 'ripresa')}</p>
    ) : (
      <ol className="ripresa-funnel" data-testid="funnel">
        {STAGES.map((stage, index) => {
          const before = STAGES[index - 1];
          const share = before && funnel[before] > 0 ? funnel[stage] / funnel[before] : null;
          return (
            <li key={stage}>
              <span>{stageName(stage)}</span>
              <div className="ripresa-track" aria-hidden="true">
                <div
                  className="ripresa-fill"
                  style={{ width: `${(100 * funnel[stage]) / funnel.carts}%` }}
                />
              </div>
              <span className="ripresa-number">
                {count(funnel[stage])}
                {share === null ? '' : ` (${percent(share)})`}
              </span>
            </li>
          );
        })}
      </ol>
    )}
    <p className="ripresa-quiet">
      {__(
        'Several carts of one shopper count once from “Eligible” on. The share is that of the step before.',
        'ripresa',
      )}
    </p>
  </Box>
);

/** Why messages were not sent. */
export const Reasons = ({ nonSends, failures }: Pick<Overview, 'nonSends' | 'failures'>) => (
  <Box title={__('Why messages were not sent', 'ripresa')}>
    {nonSends.length === 0 ? (
      <p>{__('Nothing was held back in this period.', 'ripresa')}</p>
    ) : (
      <div className="ripresa-scroll">
        <table className="ripresa-table" data-testid="reasons">
          <thead>
            <tr>
              <th scope="col">{__('Reason', 'ripresa')}</th>
              <th scope="col" className="ripresa-number">
                {__('Times', 'ripresa')}
              </th>
            </tr>
          </thead>
          <tbody>
            {nonSends.map(({ reason, sentence, count: times }) => (
              <tr key={reason}>
                <td>{reasonText(reason, sentence)}</td>
                <td className="ripresa-number">{count(times)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
    {failures.length > 0 ? <h3>{__('What WhatsApp said', 'ripresa')}</h3> : null}
    {failures.map(({ code, count: times, ...own }) => {
      const { title, advice } = whatsappWords(code, own);
      return (
        <p key={code}>
          <strong>{`${title} (${code}, ${count(times)}×)`}</strong>
          <br />
          {advice}
        </p>
      );
    })}
  </Box>
);
