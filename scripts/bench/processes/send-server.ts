import https from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, sayReady } from './answering';

/** Takes a message as Meta would, at once and over TLS. */
const { TLS_KEY: key = '', TLS_CERT: cert = '', LEDGER } = process.env;

/** What arrived, column by column and in its order. */
export interface Ledger {
  /** Milliseconds since 1970. */
  readonly at: number[];
  /** The vendor's id of the number that sent it. */
  readonly number: string[];
  readonly recipient: string[];
  /** Our id of the message. */
  readonly message: string[];
}

const ledger: Ledger = { at: [], number: [], recipient: [], message: [] };

interface Arrived {
  readonly to: string;
  readonly biz_opaque_callback_data: string;
}

/** "/v26.0/<number>/messages" */
const numberIn = (url: string): string => url.split('/')[2] ?? '';

function note(url: string, body: string): void {
  const { to, biz_opaque_callback_data: message } = JSON.parse(body) as Arrived;
  ledger.at.push(performance.timeOrigin + performance.now());
  ledger.number.push(numberIn(url));
  ledger.recipient.push(to);
  ledger.message.push(message);
}

const ID_DIGITS = 12;
let taken = 0;

/** Each message gets an id of its own, all of one length. */
function answer(response: ServerResponse): void {
  taken += 1;
  const text = JSON.stringify({
    messaging_product: 'whatsapp',
    contacts: [{ input: '+34600123456', wa_id: '34600123456' }],
    messages: [
      { id: `wamid.HBgLMzQ2MDAxMjM0NTYVAgARGBI5${String(taken).padStart(ID_DIGITS, '0')}` },
    ],
  });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.end(text);
}

function read(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  if (LEDGER) request.on('data', (part: Buffer) => parts.push(part));
  else request.resume();
  request.on('end', () => {
    if (LEDGER) note(request.url ?? '', Buffer.concat(parts).toString());
    answer(response);
  });
}

/** How many were taken since the process began: asking costs the database nothing. */
answering('taken', () => Promise.resolve(taken));

interface Page {
  readonly from: number;
  readonly count: number;
}

answering<Page>('ledger', ({ from, count }) => {
  const part = <Value>(column: readonly Value[]): Value[] => column.slice(from, from + count);
  const { at, number, recipient, message } = ledger;
  const page: Ledger = {
    at: part(at),
    number: part(number),
    recipient: part(recipient),
    message: part(message),
  };
  return Promise.resolve(page);
});
const server = https.createServer({ key, cert }, read);
// Kept between the turns of a contestant, as Meta keeps them.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
