import { useEffect } from 'react';
import { useBlocker } from '@remix-run/react';
import { SaveBar } from '@shopify/app-bridge-react';
import { Modal, Text } from '@shopify/polaris';
import { useHydrated } from './client-only';
import { appBridge, say } from './app-bridge';

interface UnsavedBarProps {
  readonly id: string;
  /** Whether something was changed and not saved. */
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** The admin's contextual save bar; nobody leaves a page with unsaved changes unasked. */
export function UnsavedBar({ id, dirty, saving, onSave, onDiscard }: UnsavedBarProps) {
  const hydrated = useHydrated();
  const buttons = (
    <>
      <button
        type="button"
        {...{ variant: 'primary', loading: saving ? '' : undefined }}
        disabled={saving}
        onClick={onSave}
      >
        Save
      </button>
      <button type="button" disabled={saving} onClick={onDiscard}>
        Discard
      </button>
    </>
  );
  return (
    <>
      {hydrated && appBridge() !== null ? (
        <SaveBar id={id} open={dirty}>
          {buttons}
        </SaveBar>
      ) : null}
      {hydrated && appBridge() === null && dirty ? (
        <div className="standalone-save" role="region" aria-label="Unsaved changes">
          <span>Unsaved changes</span>
          {buttons}
        </div>
      ) : null}
      <LeaveGuard active={dirty && !saving} />
    </>
  );
}

function LeaveGuard({ active }: { readonly active: boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      active && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!active) return undefined;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [active]);
  return (
    <Modal
      open={blocker.state === 'blocked'}
      title="Leave without saving?"
      onClose={() => blocker.reset?.()}
      primaryAction={{
        content: 'Leave page',
        destructive: true,
        onAction: () => blocker.proceed?.(),
      }}
      secondaryActions={[{ content: 'Stay', onAction: () => blocker.reset?.() }]}
    >
      <Modal.Section>
        <Text as="p">Your changes on this page are not saved.</Text>
      </Modal.Section>
    </Modal>
  );
}

/** What the server says about a save: done, or what is wrong with which field. */
export type SaveAnswer =
  | { readonly ok: true; readonly said: string }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** Tells the merchant how a save went, once it is over. */
export function useSaveNotice(state: string, answer: SaveAnswer | undefined): void {
  useEffect(() => {
    if (state !== 'idle' || !answer) return;
    if (answer.ok) say(answer.said);
    else say('Not saved: see what is marked', true);
  }, [state, answer]);
}

/** What is wrong with the whole form rather than with one field. */
export const errorsOf = (answer: SaveAnswer | undefined): Readonly<Record<string, string>> =>
  answer && !answer.ok ? answer.errors : {};
