import { Badge, Banner, BlockStack, Text } from '@shopify/polaris';
import type { TemplateState } from '#core/messaging/index';
import { useFormat } from './format';

const STATES: Readonly<
  Record<
    TemplateState,
    { readonly tone: 'success' | 'attention' | 'critical' | 'info'; readonly label: string }
  >
> = {
  approved: { tone: 'success', label: 'Approved' },
  pending: { tone: 'attention', label: 'WhatsApp is looking at it' },
  draft: { tone: 'info', label: 'Not submitted' },
  paused: { tone: 'attention', label: 'Paused by WhatsApp' },
  rejected: { tone: 'critical', label: 'Rejected' },
  disabled: { tone: 'critical', label: 'Switched off by WhatsApp' },
  deleted: { tone: 'info', label: 'Deleted' },
};

/** Whether WhatsApp lets a template be sent. */
export function TemplateBadge({ state }: { readonly state: TemplateState }) {
  const { tone, label } = STATES[state];
  return <Badge tone={tone}>{label}</Badge>;
}

const TROUBLES: Readonly<
  Partial<Record<TemplateState, { readonly tone: 'critical' | 'warning'; readonly title: string }>>
> = {
  rejected: { tone: 'critical', title: 'WhatsApp rejected this text' },
  paused: { tone: 'warning', title: 'WhatsApp paused this text' },
  disabled: { tone: 'critical', title: 'WhatsApp switched this text off' },
};

interface TemplateTroubleProps {
  readonly state: TemplateState;
  /** Null when WhatsApp gave no reason. */
  readonly why: {
    readonly title: string;
    readonly advice: string | null;
    readonly quote: string | null;
  } | null;
  /** ISO 8601 */
  readonly pausedUntil: string | null;
}

/** Why a template isn't sent and what to do, in plain words; nothing when all is well. */
export function TemplateTrouble({ state, why, pausedUntil }: TemplateTroubleProps) {
  const { dateTime } = useFormat();
  const trouble = TROUBLES[state];
  if (!trouble) return null;
  return (
    <Banner tone={trouble.tone} title={trouble.title}>
      <BlockStack gap="100">
        {why ? (
          <Text as="p">{why.advice ? `${why.title} ${why.advice}` : why.title}</Text>
        ) : (
          <Text as="p">It gave no reason.</Text>
        )}
        {why?.quote ? <Text as="p">{`WhatsApp’s own words: “${why.quote}”`}</Text> : null}
        {state === 'paused' && pausedUntil ? (
          <Text as="p">{`Paused until ${dateTime(pausedUntil)}.`}</Text>
        ) : null}
      </BlockStack>
    </Banner>
  );
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' });

/** A template's language as people call it ("pt_BR": "Brazilian Portuguese"). */
export function languageName(code: string): string {
  try {
    return LANGUAGES.of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}
