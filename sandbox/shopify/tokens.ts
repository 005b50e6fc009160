/** Access tokens of the demo shop. Times are real time: tokens do not follow the app's clock. */
export interface Grant {
  accessToken: string;
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  scope: string;
  online: boolean;
}

export type Refresh = { ok: true; grant: Grant } | { ok: false; reason: 'unknown' | 'expired' };

interface Wish {
  scope: string;
  expiring: boolean;
  online: boolean;
}

export interface Tokens {
  issue: (wish: Wish, now: Date) => Grant;
  refresh: (refreshToken: string, now: Date) => Refresh;
  isLive: (accessToken: string, now: Date) => boolean;
  expireAccess: () => void;
  revokeAll: () => void;
}

export const ACCESS_S = 3_600;
export const REFRESH_S = 7_776_000;
const RETRY_MS = 30 * 24 * 3_600_000;

interface Rotation {
  grant: Grant;
  firstUsedAt: number;
}

/**
 * Refresh tokens rotate. A used one may be retried, with the same result, until its replacement
 * is used, for at most 30 days. Source: shopify.dev changelog, 28 August 2026,
 * "More resilient refreshes for expiring offline access tokens".
 */
export function createTokens(token: (prefix: string) => string): Tokens {
  const byAccess = new Map<string, Grant>();
  const byRefresh = new Map<string, Grant>();
  const rotated = new Map<string, Rotation>();

  const issue: Tokens['issue'] = (wish, now) => {
    const grant = newGrant(wish, token, now.getTime());
    byAccess.set(grant.accessToken, grant);
    if (grant.refreshToken !== null) byRefresh.set(grant.refreshToken, grant);
    return grant;
  };
  const retry = (rotation: Rotation, now: Date): Refresh => {
    if (now.getTime() - rotation.firstUsedAt >= RETRY_MS) return { ok: false, reason: 'expired' };
    if (!isAlive(rotation.grant, now)) {
      const { scope, refreshToken } = rotation.grant;
      const fresh = issue({ scope, expiring: false, online: false }, now);
      rotation.grant = Object.assign(fresh, { refreshToken, expiresAt: expiry(now) });
    }
    return { ok: true, grant: rotation.grant };
  };
  const rotate = (used: string, current: Grant, now: Date): Refresh => {
    if ((current.refreshExpiresAt ?? 0) <= now.getTime()) return { ok: false, reason: 'expired' };
    byRefresh.delete(used);
    forget(rotated, used);
    const grant = issue({ scope: current.scope, expiring: true, online: false }, now);
    rotated.set(used, { grant, firstUsedAt: now.getTime() });
    return { ok: true, grant };
  };
  return {
    issue,
    refresh: (refreshToken, now) => {
      const repeated = rotated.get(refreshToken);
      if (repeated !== undefined) return retry(repeated, now);
      const current = byRefresh.get(refreshToken);
      return current ? rotate(refreshToken, current, now) : { ok: false, reason: 'unknown' };
    },
    isLive: (accessToken, now) => isAlive(byAccess.get(accessToken), now),
    expireAccess: () => byAccess.clear(),
    revokeAll: () => [byAccess, byRefresh, rotated].forEach((map) => map.clear()),
  };
}

/** A replacement that is used retires the token before it. */
function forget(rotated: Map<string, Rotation>, replacement: string): void {
  for (const [old, { grant }] of rotated) {
    if (grant.refreshToken === replacement) rotated.delete(old);
  }
}

function expiry(now: Date): number {
  return now.getTime() + ACCESS_S * 1000;
}

function isAlive(grant: Grant | undefined, now: Date): boolean {
  return grant !== undefined && (grant.expiresAt ?? Infinity) > now.getTime();
}

function newGrant(wish: Wish, token: (prefix: string) => string, at: number): Grant {
  const hasRefresh = wish.expiring && !wish.online;
  return {
    accessToken: token(wish.online ? 'shpua_' : 'shpat_'),
    expiresAt: wish.expiring || wish.online ? at + ACCESS_S * 1000 : null,
    refreshToken: hasRefresh ? token('shprt_') : null,
    refreshExpiresAt: hasRefresh ? at + REFRESH_S * 1000 : null,
    scope: wish.scope,
    online: wish.online,
  };
}
