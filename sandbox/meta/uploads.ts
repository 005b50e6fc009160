import { json, type Exchange, type Reply } from '../http/exchange';

/** The Resumable Upload API, which gives the handle of a template's sample media. */
export interface Uploads {
  open: (exchange: Exchange) => Reply;
  receive: (sessionId: string, exchange: Exchange) => Reply | null;
  isKnownHandle: (handle: string) => boolean;
  clear: () => void;
}

export function createUploads(random: (bytes: number) => Buffer): Uploads {
  const sessions = new Map<string, Session>();
  const handles = new Set<string>();
  const receive = (session: Session, exchange: Exchange): Reply => {
    if (Number(exchange.headers['file_offset']) !== session.received) {
      return refuse('Wrong file_offset.');
    }
    session.received += exchange.body.length;
    if (session.received < session.length) return json(200, { file_offset: session.received });
    const handle = `4::${random(24).toString('base64url')}`;
    handles.add(handle);
    return json(200, { h: handle });
  };
  return {
    open: (exchange) => {
      const query = exchange.url.searchParams;
      const length = Number(query.get('file_length'));
      const type = query.get('file_type') ?? '';
      if (!Number.isInteger(length) || length < 1 || !/^(image|video|application)\//.test(type)) {
        return refuse('file_length and file_type are required.');
      }
      const id = `upload:${random(18).toString('base64url')}`;
      sessions.set(id, { length, received: 0 });
      return json(200, { id });
    },
    receive: (sessionId, exchange) => {
      const session = sessions.get(sessionId);
      if (session === undefined) return null;
      return exchange.method === 'GET'
        ? json(200, { id: sessionId, file_offset: session.received })
        : receive(session, exchange);
    },
    isKnownHandle: (handle) => handles.has(handle),
    clear: () => {
      sessions.clear();
      handles.clear();
    },
  };
}

interface Session {
  length: number;
  received: number;
}

function refuse(message: string): Reply {
  return json(400, { error: { message: `(#100) ${message}`, type: 'OAuthException', code: 100 } });
}
