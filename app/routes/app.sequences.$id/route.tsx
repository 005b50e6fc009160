import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { SequenceEditor } from './editor';
import { changeSequence, loadSequence } from './page.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = (args: LoaderFunctionArgs) => loadSequence(args);
export const action = (args: ActionFunctionArgs) => changeSequence(args);

export default function SequencePage() {
  const sequence = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  // What was saved is what the form starts from: another stored draft makes another form.
  return (
    <SequenceEditor key={JSON.stringify(sequence.draft)} sequence={sequence} fetcher={fetcher} />
  );
}
