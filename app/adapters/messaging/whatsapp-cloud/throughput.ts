import { recordOf, textOf, type JsonRecord } from './json-reading';

/** A number of the Cloud API alone (Meta, "Throughput"). */
const STANDARD = 80;
/** After Meta's automatic upgrade. */
export const UPGRADED_PER_SECOND = 1_000;
/** A number that is used in the WhatsApp Business app as well. */
const COEXISTENCE = 20;

/** The fields of a phone number that tell its pace. */
export const THROUGHPUT_FIELDS = 'throughput,is_on_biz_app';

/** Messages a second that a number may send; what Meta leaves out counts as the usual. */
export function readPerSecond(number: JsonRecord): number {
  if (number.is_on_biz_app === true) return COEXISTENCE;
  return textOf(recordOf(number.throughput).level) === 'HIGH' ? UPGRADED_PER_SECOND : STANDARD;
}
