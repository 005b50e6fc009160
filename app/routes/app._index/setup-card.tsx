import { BlockStack, Button, Card, Icon, InlineStack, Text } from '@shopify/polaris';
import { CheckCircleIcon, ClockIcon } from '@shopify/polaris-icons';
import type { HomeData } from './page.server';

interface Step {
  readonly done: boolean;
  readonly title: string;
  readonly text: string;
  readonly to: string | null;
  readonly action: string;
}

function stepsOf(ready: HomeData['ready']): readonly Step[] {
  return [
    {
      done: ready.numberConnected,
      title: 'Connect your WhatsApp number',
      text: 'Messages are sent from it, and answers arrive here.',
      to: '/app/settings/whatsapp',
      action: 'Connect',
    },
    {
      done: ready.templatesApproved > 0,
      title: 'Have a template approved',
      text:
        ready.templatesPending > 0
          ? 'WhatsApp is looking at your templates. That takes minutes to a day.'
          : 'WhatsApp approves every text before it may be sent first.',
      to: ready.numberConnected ? '/app/templates' : null,
      action: 'See templates',
    },
    {
      done: ready.activeSequences > 0,
      title: 'Switch a sequence on',
      text: 'It says when which message goes out.',
      to: '/app/sequences',
      action: 'See sequences',
    },
    {
      done: ready.cartsSeen > 0,
      title: 'First cart',
      text: 'No carts yet. As soon as a shopper fills a checkout, the cart appears here by itself.',
      to: null,
      action: '',
    },
  ];
}

/** What is missing until the first message can go out. */
export function SetupCard({ ready }: { readonly ready: HomeData['ready'] }) {
  const steps = stepsOf(ready);
  const done = steps.filter((step) => step.done).length;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Get started
          </Text>
          <Text as="p" tone="subdued">{`${done} of ${steps.length} done`}</Text>
        </BlockStack>
        {steps.map((step) => (
          <SetupStep key={step.title} step={step} />
        ))}
      </BlockStack>
    </Card>
  );
}

function SetupStep({ step }: { readonly step: Step }) {
  return (
    <InlineStack gap="300" blockAlign="start" wrap={false}>
      <span>
        <Icon
          source={step.done ? CheckCircleIcon : ClockIcon}
          tone={step.done ? 'success' : 'subdued'}
          accessibilityLabel={step.done ? 'Done' : 'To do'}
        />
      </span>
      <BlockStack gap="100" inlineAlign="start">
        <Text as="h3" fontWeight="semibold">
          {step.title}
        </Text>
        {step.done ? null : (
          <>
            <Text as="p">{step.text}</Text>
            {step.to ? <Button url={step.to}>{step.action}</Button> : null}
          </>
        )}
      </BlockStack>
    </InlineStack>
  );
}
