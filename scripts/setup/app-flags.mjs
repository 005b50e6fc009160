/**
 * How Node runs the built app: traces in our own lines, and a nursery of young objects that is large
 * enough for a rush. What hundreds of messages, steps or receipts hold while they wait outlives a
 * nursery of the ordinary 16 MB, and copying it took a fifth of a worker's time.
 */
export const APP_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
