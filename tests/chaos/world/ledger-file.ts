import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { LedgerLine } from '../ledger';
import { SHOPS } from '../script/places';

export interface LedgerFiles {
  write(shop: number, line: LedgerLine): void;
  close(): Promise<void>;
}

export const ledgerPath = (folder: string, shop: number): string =>
  path.join(folder, `ledger-${shop}.ndjson`);

/** One file a shop, so that the auditor can read one shop after the other. */
export function openLedger(folder: string): LedgerFiles {
  const streams = SHOPS.map((_, shop) => createWriteStream(ledgerPath(folder, shop)));
  return {
    write: (shop, line) => {
      streams[shop]?.write(`${JSON.stringify(line)}\n`);
    },
    close: async () => {
      await Promise.all(
        streams.map((stream) => new Promise<void>((resolve) => stream.end(resolve))),
      );
    },
  };
}
