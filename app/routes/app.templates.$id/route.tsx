import { useFetcher, useLoaderData } from '@remix-run/react';
import { LIVE_MS, useFreshness } from '#ui/freshness';
import { useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { TemplateEditor } from './editor';
import { changeTemplate, loadTemplate } from './page.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = loadTemplate;
export const action = changeTemplate;

export default function TemplatePage() {
  const template = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  useFreshness(template.state === 'pending' ? LIVE_MS : null);
  return (
    <TemplateEditor
      key={JSON.stringify([template.draft, template.state])}
      template={template}
      fetcher={fetcher}
    />
  );
}
