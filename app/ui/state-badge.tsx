import { Badge } from '@shopify/polaris';

const STATES = {
  active: { tone: 'success', label: 'Active' },
  paused: { tone: 'attention', label: 'Paused' },
  archived: { tone: undefined, label: 'Archived' },
} as const;

/** Whether a sequence sends. */
export function StateBadge({ state }: { readonly state: keyof typeof STATES }) {
  const { tone, label } = STATES[state];
  return tone ? <Badge tone={tone}>{label}</Badge> : <Badge>{label}</Badge>;
}
