import type { CustomerId, NewId, ShopId } from '../kernel/ids';
import type { Identity } from './customer';
import { identifyCustomer } from './identify-customer';
import type { IdentifyPorts } from './identify-customer';

/**
 * Keeps the user id that a messaging vendor named with a message to a person, so that an answer
 * without a phone still finds them. Somebody who wrote under that id before, without a phone, turns
 * out to be the same one: a STOP said there must hold for the phone's reminders too. Runs in the
 * caller's transaction; telling it twice changes nothing.
 */
export async function learnUserId(
  input: {
    readonly shopId: ShopId;
    readonly customerId: CustomerId;
    readonly userId: string | null;
    readonly newId: NewId;
    readonly now: Date;
  },
  ports: IdentifyPorts,
): Promise<void> {
  const { shopId, customerId, userId } = input;
  const person = userId === null ? null : await ports.customers.byId(shopId, customerId);
  if (!person || userId === null) return;
  const user: Identity = { kind: 'whatsapp_user', value: userId };
  const [owner] = await ports.customers.withAny(shopId, [user]);
  if (owner?.id === customerId) return;
  const phone = person.identities.find(({ kind }) => kind === 'phone');
  if (!owner) await ports.customers.moveIdentities(shopId, [user], customerId);
  else if (phone)
    await identifyCustomer({ ...input, ...NOTHING_NEW, identities: [user, phone] }, ports);
}

const NOTHING_NEW = {
  displayName: null,
  firstName: null,
  locale: null,
  countryCode: null,
} as const;
