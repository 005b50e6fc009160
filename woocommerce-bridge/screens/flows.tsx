import { useState } from 'react';
import { Notice, ToggleControl } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { faultOf, tell, useAnswer } from './ask';
import type { Flow, Timing } from './ask';
import { count, money } from './format';
import { Box, Ready } from './frame';

/** The sequences, each with its switch. */
export function Flows() {
  const [answered, again] = useAnswer<{ readonly sequences: readonly Flow[] }>('sequences');
  return (
    <Box title={__('Sequences', 'ripresa')}>
      <Ready answered={answered} again={again}>
        {({ sequences }) =>
          sequences.length === 0 ? (
            <p>{__('There is no sequence yet. Open Ripresa to make one.', 'ripresa')}</p>
          ) : (
            <>
              {sequences.map((flow) => (
                <OneFlow key={flow.id} flow={flow} />
              ))}
            </>
          )
        }
      </Ready>
    </Box>
  );
}

function OneFlow({ flow }: { readonly flow: Flow }) {
  const [state, setState] = useState(flow.state);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (isOn: boolean): void => {
    const wanted = isOn ? 'active' : 'paused';
    setBusy(true);
    setProblem(null);
    tell<{ readonly state: string }>(`sequences/${flow.id}/state`, { state: wanted })
      .then((answer) => {
        setState(answer.state);
      })
      .catch((error: unknown) => {
        setProblem(faultOf(error).message);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <div className="ripresa-flow" data-testid={`flow-${flow.id}`}>
      <div>
        <strong>{flow.name}</strong>
        <ol>
          {flow.steps.map((step, index) => (
            <li key={index}>{stepText(step)}</li>
          ))}
        </ol>
        <span className="ripresa-quiet">{resultText(flow)}</span>
        {problem === null ? null : (
          <Notice status="error" isDismissible={false}>
            {problem}
          </Notice>
        )}
      </div>
      <ToggleControl
        label={state === 'active' ? __('On', 'ripresa') : __('Off', 'ripresa')}
        checked={state === 'active'}
        disabled={isBusy}
        onChange={change}
        __nextHasNoMarginBottom
      />
    </div>
  );
}

function resultText({ messagesSent, revenue }: Flow): string {
  const sent = sprintf(
    /* translators: %s: number of messages */
    _n('%s message sent', '%s messages sent', messagesSent, 'ripresa'),
    count(messagesSent),
  );
  if (revenue.length === 0) return sent;
  const sums = revenue.map(({ amount, currency }) => money(amount, currency)).join(' + ');
  /* translators: %s: amounts of money */
  return `${sent} · ${sprintf(__('%s recovered (last click, all time)', 'ripresa'), sums)}`;
}

const stepText = ({ timing, template, hasDiscount }: Flow['steps'][number]): string =>
  [
    `${whenText(timing)}: ${template}`,
    ...(hasDiscount ? [__('with a discount', 'ripresa')] : []),
  ].join(', ');

function whenText(timing: Timing): string {
  if (timing.kind === 'after') return afterText(timing.minutes);
  const hour = `${String(timing.hour).padStart(2, '0')}:00`;
  return timing.days === 0
    ? /* translators: %s: time of day */
      sprintf(__('The same day at %s, shopper’s time', 'ripresa'), hour)
    : sprintf(
        /* translators: 1: number of days, 2: time of day */
        _n(
          '%1$s day later at %2$s, shopper’s time',
          '%1$s days later at %2$s, shopper’s time',
          timing.days,
          'ripresa',
        ),
        count(timing.days),
        hour,
      );
}

function afterText(minutes: number): string {
  if (minutes % 1440 === 0) {
    const days = minutes / 1440;
    /* translators: %s: number of days */
    return sprintf(
      _n('%s day after the cart was left', '%s days after the cart was left', days, 'ripresa'),
      count(days),
    );
  }
  if (minutes % 60 === 0) {
    const hours = minutes / 60;
    /* translators: %s: number of hours */
    return sprintf(
      _n('%s hour after the cart was left', '%s hours after the cart was left', hours, 'ripresa'),
      count(hours),
    );
  }
  /* translators: %s: number of minutes */
  return sprintf(
    _n(
      '%s minute after the cart was left',
      '%s minutes after the cart was left',
      minutes,
      'ripresa',
    ),
    count(minutes),
  );
}
