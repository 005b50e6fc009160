export function findRedis(): Promise<
  { program: string; missing?: undefined } | { program?: undefined; missing: string }
>;
export function startRedis(
  program: string,
  options?: { isCluster?: boolean },
): Promise<{ url: string; pid: number; stop(): boolean }>;
