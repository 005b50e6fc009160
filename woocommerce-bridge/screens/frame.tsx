import type { ReactNode } from 'react';
import { Card, CardBody, CardHeader, Notice, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { Answered, Fault } from './ask';

interface BoxProps {
  readonly title: string;
  readonly children: ReactNode;
}

export const Box = ({ title, children }: BoxProps) => (
  <Card>
    <CardHeader>
      <h2>{title}</h2>
    </CardHeader>
    <CardBody>{children}</CardBody>
  </Card>
);

interface ReadyProps<Answer> {
  readonly answered: Answered<Answer>;
  readonly again: () => void;
  readonly children: (answer: Answer) => ReactNode;
}

/** An answer, or what there is to see until it comes or when it doesn't. */
export function Ready<Answer>({ answered, again, children }: ReadyProps<Answer>) {
  if (answered.kind === 'loading') {
    return (
      <div className="ripresa-waiting" role="status">
        <Spinner />
        {__('Loading…', 'ripresa')}
      </div>
    );
  }
  return answered.kind === 'failed' ? (
    <Trouble fault={answered.fault} again={again} />
  ) : (
    children(answered.answer)
  );
}

/** What went wrong and the way on: into the settings where the store is not connected. */
function Trouble({ fault, again }: { readonly fault: Fault; readonly again: () => void }) {
  const settingsUrl = window.ripresaScreens?.settingsUrl ?? '';
  const action =
    fault.code === 'not_connected'
      ? { label: __('Open the settings', 'ripresa'), url: settingsUrl }
      : { label: __('Try again', 'ripresa'), onClick: again };
  return (
    <Notice
      status={fault.code === 'not_connected' ? 'warning' : 'error'}
      isDismissible={false}
      actions={[action]}
    >
      {fault.message}
    </Notice>
  );
}
