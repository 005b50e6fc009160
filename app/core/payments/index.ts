export { judgePayment } from './judge-payment';
export type { HeldReason, PaymentVerdict } from './judge-payment';
export type {
  OpenedSession,
  PaymentAsked,
  PaymentLine,
  PaymentProviderId,
  SessionSeen,
  SessionState,
} from './payment-session';
export type {
  KeyCheck,
  PaymentAccess,
  PaymentHeaders,
  PaymentNews,
  PaymentProvider,
  ProviderWebhook,
  VerifiedNews,
} from './ports';
