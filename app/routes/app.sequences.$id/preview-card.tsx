import { useEffect, useState } from 'react';
import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Card, Select, Text } from '@shopify/polaris';
import { exponentOf } from '#core/kernel/money';
import { MessagePreview, PreviewNote } from '#ui/message-preview';
import type { StepDraft } from './draft';
import { previewOf } from './preview';
import type { SequenceData } from './page.server';

interface PreviewCardProps {
  readonly sequence: SequenceData;
  readonly step: StepDraft | undefined;
  readonly index: number;
}

const NAMES = new Intl.DisplayNames('en', { type: 'language' });

const nameOf = (language: string): string => NAMES.of(language.replaceAll('_', '-')) ?? language;

/** The step's message, live, in one of the languages that the template has. */
export function PreviewCard({ sequence, step, index }: PreviewCardProps) {
  const [wished, setWished] = useState(sequence.locale.replace('-', '_'));
  const variants = sequence.templates.filter(({ name }) => name === step?.templateName);
  const template =
    variants.find(({ language }) => language === wished) ??
    variants.find(({ language }) => language.split('_')[0] === wished.split('_')[0]) ??
    variants[0];
  const card = useCard(sequence, step, template?.language ?? 'en');
  if (!step || !template) {
    return (
      <Card>
        <Text as="p">Connect a WhatsApp number: its templates are shown here.</Text>
      </Card>
    );
  }
  const preview = previewOf(step, template, sequence.sample);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{`Preview of step ${index + 1}`}</Text>
        <Select
          label="Language"
          options={variants.map(({ language, state }) => ({
            value: language,
            label: state === 'approved' ? nameOf(language) : `${nameOf(language)} (${state})`,
          }))}
          value={template.language}
          onChange={setWished}
        />
        {preview.problem ? <Banner tone="warning">{preview.problem}</Banner> : null}
        <MessagePreview
          imageUrl={card}
          text={preview.text}
          content={template.content}
          language={template.language}
        />
        <PreviewNote />
      </BlockStack>
    </Card>
  );
}

/** What the picture of a step depends on. */
function cardQuery(step: StepDraft | undefined, language: string, currency: string): string {
  const params = new URLSearchParams({ language });
  const value = Number(step?.discountValue.replace(',', '.'));
  if (!step || !(value > 0)) return params.toString();
  if (step.discount === 'percentage') params.set('percent', String(value));
  if (step.discount === 'fixed') {
    params.set('fixed', String(Math.round(value * 10 ** exponentOf(currency))));
  }
  return params.toString();
}

/** The step's picture: the stored one until another language or discount asks for another. */
function useCard(
  sequence: SequenceData,
  step: StepDraft | undefined,
  language: string,
): string | null {
  const { load, data } = useFetcher<{ path: string | null }>();
  const query = cardQuery(step, language, sequence.sample.currency);
  useEffect(() => {
    const timer = setTimeout(() => {
      load(`/app/card?${query}`);
    }, 300);
    return () => {
      clearTimeout(timer);
    };
  }, [load, query]);
  return data?.path ?? sequence.card;
}
