/**
 * The way of a cart to a recovered sale. carts: abandoned. eligible: a recovery started, held out or
 * not. sent, delivered, read: as the vendor reported of at least one message. clicked: a person
 * opened a link. paid: an order was credited to it.
 */
export const FUNNEL_STAGES = [
  'carts',
  'eligible',
  'sent',
  'delivered',
  'read',
  'clicked',
  'paid',
] as const;

export type FunnelStage = (typeof FUNNEL_STAGES)[number];

export type Funnel = Readonly<Record<FunnelStage, number>>;

/** What is known of one abandoned cart. */
export type StagesReached = Readonly<Partial<Record<FunnelStage, boolean>>>;

/**
 * The furthest stage of a cart. A later stage proves the earlier ones: people who switched read
 * receipts off click without "read", and a code can be used without a click.
 */
export const furthestStage = (reached: StagesReached): FunnelStage =>
  FUNNEL_STAGES.findLast((stage) => reached[stage] === true) ?? 'carts';
