import type { Answer, Exchange } from './exchange';
import { isRecord, jsonBody } from './exchange';

/** One request that reached a stand-in, with what it answered. Status 0: no answer was given. */
export interface LedgerEntry {
  at: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status: number;
  answer: unknown;
}

export interface Ledger {
  /** Keeps the request's place in the order of arrival; the answer is written in when it is known. */
  open: (exchange: Exchange, at: string) => (answer: Answer) => void;
  entries: () => LedgerEntry[];
  clear: () => void;
}

const LIMIT = 20_000;

export function createLedger(): Ledger {
  let entries: LedgerEntry[] = [];
  return {
    open: (exchange, at) => {
      const entry: LedgerEntry = {
        at,
        method: exchange.method,
        path: exchange.url.pathname + exchange.url.search,
        headers: exchange.headers,
        body: readable(exchange),
        status: 0,
        answer: null,
      };
      entries.push(entry);
      if (entries.length > LIMIT) entries = entries.slice(-LIMIT);
      return (answer) => {
        if (answer.kind === 'silence') return;
        entry.status = answer.status;
        entry.answer = readableAnswer(answer.body);
      };
    },
    entries: () => entries,
    clear: () => {
      entries = [];
    },
  };
}

function readable(exchange: Exchange): unknown {
  if (exchange.body.length === 0) return null;
  const type = exchange.headers['content-type'] ?? '';
  if (type.startsWith('multipart/') || type.startsWith('image/')) {
    return { contentType: type, bytes: exchange.body.length };
  }
  const parsed = jsonBody(exchange);
  if (parsed !== undefined) return parsed;
  const text = exchange.body.toString('utf8');
  return type.includes('urlencoded') ? Object.fromEntries(new URLSearchParams(text)) : text;
}

function readableAnswer(body: string | Buffer): unknown {
  if (typeof body !== 'string') return { bytes: body.length };
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) || Array.isArray(parsed) ? parsed : body;
  } catch {
    return body;
  }
}
