import { useEffect, useState } from 'react';
import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

/** Asks back before the form of the settings, which PHP draws, ends the connection. */
export function Disconnect({ form }: { readonly form: HTMLFormElement }) {
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    const ask = (event: Event): void => {
      event.preventDefault();
      setAsking(true);
    };
    form.addEventListener('submit', ask);
    return () => {
      form.removeEventListener('submit', ask);
    };
  }, [form]);
  if (!isAsking) return null;
  const stay = (): void => {
    setAsking(false);
  };
  return (
    <Modal title={__('Disconnect from Ripresa?', 'ripresa')} size="small" onRequestClose={stay}>
      <p>
        {__(
          'Reminders stop, and your store tells Ripresa nothing more. Ripresa erases all that it knows of your store and its shoppers 30 days later; until then you can connect again and go on.',
          'ripresa',
        )}
      </p>
      <div className="ripresa-answers">
        <Button variant="tertiary" onClick={stay}>
          {__('Stay connected', 'ripresa')}
        </Button>
        <Button
          variant="primary"
          isDestructive
          onClick={() => {
            // Sends the form without asking again.
            form.submit();
          }}
        >
          {__('Disconnect', 'ripresa')}
        </Button>
      </div>
    </Modal>
  );
}
