import { Pool } from 'undici';
import { answering, sayReady } from './answering';
import { repeat } from './repeat';
import { HEADERS, LANES, META_URL, messageJson } from './send-message';

/** undici's Pool and nothing else. */
const pool = new Pool(META_URL, { connections: LANES, pipelining: 1 });

async function send(number: number): Promise<void> {
  const { body } = await pool.request({
    path: '/v26.0/100000000000001/messages',
    method: 'POST',
    headers: HEADERS,
    body: messageJson(number),
  });
  await body.json();
}

answering<{ seconds: number }>('send', ({ seconds }) => repeat(seconds, send, LANES));
sayReady(true);
