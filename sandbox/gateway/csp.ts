/** Adds origins to `frame-ancestors` of a policy; a policy without that directive stays as it is. */
export function allowFraming(policy: string, origins: readonly string[]): string {
  return policy
    .split(';')
    .map((directive) => {
      const words = directive.trim().split(/\s+/);
      if (words[0]?.toLowerCase() !== 'frame-ancestors') return directive;
      const kept = words.slice(1).filter((word) => word !== "'none'");
      return ` frame-ancestors ${[...new Set([...kept, ...origins])].join(' ')}`;
    })
    .join(';')
    .trim();
}
