export function findRedis(): Promise<
  { program: string; missing?: undefined } | { program?: undefined; missing: string }
>;
export function startRedis(program: string): Promise<{ url: string; stop(): boolean }>;
