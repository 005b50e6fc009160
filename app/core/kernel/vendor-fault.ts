/**
 * A failure of an outside service, said in a way that the caller can act on.
 * `never`: the same request can't succeed. `after`: it may succeed once `afterMs` has passed.
 * `unknown`: the service may or may not have acted; the caller must not repeat it blindly.
 */
export type Retry = 'never' | 'after' | 'unknown';

export interface VendorFaultDetails {
  readonly vendor: string;
  /** The vendor's own code, as text ("131049", "THROTTLED", "timeout"). */
  readonly code: string;
  readonly retry: Retry;
  /** Milliseconds to wait; only with `retry: 'after'`. */
  readonly afterMs?: number;
  readonly httpStatus?: number;
}

/** Thrown by adapters only; `message` is safe to log (no personal data, no secret). */
export class VendorFault extends Error {
  readonly details: VendorFaultDetails;

  constructor(message: string, details: VendorFaultDetails) {
    super(message);
    this.name = 'VendorFault';
    this.details = details;
  }
}

/** By name, not by class: the app runs as two bundles, and each has its own copy of the class. */
export const isVendorFault = (error: unknown): error is VendorFault =>
  error instanceof Error && error.name === 'VendorFault' && 'details' in error;
