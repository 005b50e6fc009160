/**
 * How Node runs the built app: traces in our own lines, and in a worker a nursery of young objects that
 * is large enough for a rush. What hundreds of messages, steps or receipts hold while they wait
 * outlives a nursery of the ordinary 16 MB, and copying it took a fifth of a worker's time. A web
 * process has nothing that waits so long, and would only be larger.
 */
export const appFlags = (role) => [
  '--enable-source-maps',
  ...(role === 'worker' ? ['--max-semi-space-size=64'] : []),
];
