import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { loadSettings, saveSettings } from './page.server';
import { SettingsEditor } from './settings-editor';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = (args: LoaderFunctionArgs) => loadSettings(args);
export const action = (args: ActionFunctionArgs) => saveSettings(args);

export default function SettingsPage() {
  const settings = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  return (
    <SettingsEditor key={JSON.stringify(settings.draft)} settings={settings} fetcher={fetcher} />
  );
}
