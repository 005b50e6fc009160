/** A shop's offline access, as the platform handed it over. Secrets: never logged, encrypted at rest. */
export interface OfflineToken {
  readonly accessToken: string;
  /** Null for a token that doesn't expire (custom apps installed before expiry existed). */
  readonly expiresAt: Date | null;
  /** Null when the access token doesn't expire. */
  readonly refreshToken: string | null;
  readonly refreshTokenExpiresAt: Date | null;
  /** Comma-separated, as the platform writes them ("read_orders,write_discounts"). */
  readonly scope: string;
}

/**
 * Where offline tokens live; the same row that the embedded admin's session storage writes under
 * the id `offline_<domain>`, so that a token exchange in a web process and a refresh in a worker
 * see each other.
 */
export interface OfflineTokenStore {
  /** The shop's token as committed now, or null when the app isn't installed there. */
  read(domain: string): Promise<OfflineToken | null>;
  /**
   * Runs `work` while no other process holds the lock of the same domain. The lock ends when
   * `work` settles or its holder dies. Not re-entrant. `read` and `save` work inside and outside,
   * and what `save` wrote inside is visible to every process once `withLock` has answered.
   */
  withLock<Result>(domain: string, work: () => Promise<Result>): Promise<Result>;
  /** Writes the whole pair at once; a half-written pair would lock the shop out. */
  save(domain: string, token: OfflineToken): Promise<void>;
  /** Forgets all access to the shop (uninstalled); unknown shop: nothing happens. */
  forget(domain: string): Promise<void>;
}
