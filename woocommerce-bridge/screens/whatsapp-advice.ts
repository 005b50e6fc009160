import { __ } from '@wordpress/i18n';

/** What a refusal means and what to do; texts are asked for when they are shown, in the language of then. */
export interface Refusal {
  readonly title: () => string;
  readonly advice: () => string;
}

export const AGAIN = () => __('We try again by ourselves.', 'ripresa');
