import { useState } from 'react';
import { Button, Notice, SelectControl } from '@wordpress/components';
import { createRoot } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { faultOf, tell, useAnswer } from './ask';
import type { Overview } from './ask';
import { Disconnect } from './disconnect';
import { Funnel, Incremental, Reasons } from './figures';
import { Flows } from './flows';
import { count } from './format';
import { Ready } from './frame';
import { Health } from './health';
import { Revenue } from './revenue';

const PERIODS = [7, 30, 90];

/** What Ripresa earned, in the store's own admin. */
function Screens() {
  const [days, setDays] = useState('30');
  const [answered, again] = useAnswer<Overview>(`overview?days=${days}`);
  return (
    <>
      <div className="ripresa-top">
        <SelectControl
          label={__('Period', 'ripresa')}
          value={days}
          options={PERIODS.map((period) => ({
            value: String(period),
            /* translators: %s: number of days */
            label: sprintf(_n('Last %s day', 'Last %s days', period, 'ripresa'), count(period)),
          }))}
          onChange={setDays}
          __nextHasNoMarginBottom
        />
        <OpenAdmin />
      </div>
      <Ready answered={answered} again={again}>
        {(overview) => (
          <>
            <div className="ripresa-two">
              <Incremental {...overview} />
              <Funnel {...overview} />
            </div>
            <Revenue overview={overview} />
            <Reasons {...overview} />
          </>
        )}
      </Ready>
      <div className="ripresa-two">
        <Flows />
        <Health />
      </div>
    </>
  );
}

/** Opens the full admin in a new tab, by an address that works once. */
function OpenAdmin() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = (): void => {
    // Opened at the click, for a browser blocks what opens later.
    const tab = window.open('', '_blank');
    if (tab) tab.opener = null;
    setBusy(true);
    setProblem(null);
    tell<{ readonly url: string }>('sign-in')
      .then(({ url }) => {
        if (tab) tab.location.replace(url);
        else window.location.assign(url);
      })
      .catch((error: unknown) => {
        tab?.close();
        setProblem(faultOf(error).message);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <div>
      {problem === null ? null : (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <Button variant="primary" isBusy={isBusy} disabled={isBusy} onClick={open}>
        {__('Open Ripresa', 'ripresa')}
      </Button>
    </div>
  );
}

const place = document.getElementById('ripresa-screens');
if (place) createRoot(place).render(<Screens />);

const farewell = document.getElementById('ripresa-disconnect');
const form = farewell?.closest('form');
if (farewell && form) createRoot(farewell).render(<Disconnect form={form} />);
