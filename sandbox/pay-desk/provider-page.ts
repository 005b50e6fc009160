/** What a provider's page shows to a shopper. */
export interface ProviderPage {
  /** "99.80 EUR" */
  readonly amount: string;
  readonly isOpen: boolean;
  readonly returnUrl: string;
}
