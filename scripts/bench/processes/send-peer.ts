import { answering, sayReady } from './answering';
import { repeat } from './repeat';
import { HEADERS, LANES, META_URL, messageJson } from './send-message';

/** The fetch that every Node has. */
async function send(number: number): Promise<void> {
  const answer = await fetch(`${META_URL}/v26.0/100000000000001/messages`, {
    method: 'POST',
    headers: HEADERS,
    body: messageJson(number),
  });
  await answer.json();
}

answering<{ seconds: number }>('send', ({ seconds }) => repeat(seconds, send, LANES));
sayReady(true);
