import { Badge } from '@shopify/polaris';

const QUALITIES = {
  GREEN: { tone: 'success', label: 'Quality high' },
  YELLOW: { tone: 'warning', label: 'Quality medium' },
  RED: { tone: 'critical', label: 'Quality low' },
  UNKNOWN: { tone: 'info', label: 'Quality not known yet' },
} as const;

/** WhatsApp's rating of a number or a template. */
export function QualityBadge({ quality }: { readonly quality: keyof typeof QUALITIES }) {
  const { tone, label } = QUALITIES[quality];
  return <Badge tone={tone}>{label}</Badge>;
}
