/**
 * The URL of the run's Redis (suite contract), which several files share: use a key prefix.
 * @throws Error with the reason in plain words when no Redis could be had; a suite that needs it
 *   then fails, because a skipped half of a contract is a contract half unproven
 */
export function testRedisUrl(): string {
  const url = process.env.RIPRESA_TEST_REDIS;
  if (url) return url;
  throw new Error(process.env.RIPRESA_TEST_REDIS_MISSING ?? 'Only the suite contract has a Redis.');
}
