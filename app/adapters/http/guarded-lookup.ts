import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

import { isPublicAddress } from './address-guard';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Port: the addresses of a host name, in the order in which they should be tried. */
export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Thrown inside a lookup; undici hands it through as the cause of the failed connection. */
export class BlockedAddressError extends Error {
  readonly code = 'blocked-address';
}

/** Asks the operating system, as every other program on the machine does. */
export const resolveWithSystem: ResolveHost = async (hostname) =>
  (await systemLookup(hostname, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/**
 * A lookup for `net.connect` that hands over only addresses it has judged. The socket connects to
 * that very answer, so a name that changes between check and use (DNS rebinding) gains nothing.
 * One forbidden address refuses the whole name: honest names don't mix public and private ones.
 */
export function guardedLookup(resolve: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
          callback(new BlockedAddressError('the name leads to a forbidden address'), '', 0);
        } else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(asErrno(error), '', 0),
    );
  };
}

/** A lookup over the resolver port without any judgement, for hosts that the operator listed. */
export function openLookup(resolve: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(asErrno(error), '', 0),
    );
  };
}

const asErrno = (error: unknown): NodeJS.ErrnoException =>
  error instanceof Error ? error : new Error('the name could not be resolved');
