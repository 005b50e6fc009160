import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { sayReady } from './answering';

/** Takes a message as Meta would, at once and over TLS. */
const { TLS_KEY: key = '', TLS_CERT: cert = '' } = process.env;
const ANSWER = JSON.stringify({
  messaging_product: 'whatsapp',
  contacts: [{ input: '+34600123456', wa_id: '34600123456' }],
  messages: [{ id: 'wamid.HBgLMzQ2MDAxMjM0NTYVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA' }],
});

const server = https.createServer({ key, cert }, (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': ANSWER.length,
    });
    response.end(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
