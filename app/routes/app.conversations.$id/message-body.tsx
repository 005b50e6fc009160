import { useEffect, useState } from 'react';
import { messageText } from '#queries/message-words';
import { parseMoney } from '#core/kernel/money';
import type { InboundBody, TemplateBody } from '#core/messaging/index';
import { useFormat } from '#ui/format';
import type { ThreadData } from './page.server';

interface MessageBodyProps {
  readonly message: ThreadData['messages'][number];
  readonly conversationId: string;
}

/** What a message holds, by its kind; every text in it is only ever text. */
export function MessageBodyView({ message, conversationId }: MessageBodyProps) {
  const { body, quoted } = message;
  if (body.kind === 'image') {
    const address = `/app/conversations/${conversationId}/media/${message.id}`;
    return <CaptionedPicture address={address} caption={body.caption} />;
  }
  if (body.kind === 'template') return <Reminder body={body} />;
  if (body.kind === 'order') return <Basket body={body} />;
  if (body.kind === 'unsupported') return <em>{messageText(body)}</em>;
  if (body.kind !== 'reaction') return <div>{messageText(body)}</div>;
  return (
    <em>
      {messageText(body)}
      {quoted ? <Quote body={quoted.body} /> : null}
    </em>
  );
}

function CaptionedPicture(props: { readonly address: string; readonly caption: string | null }) {
  return (
    <>
      <Picture address={props.address} />
      {props.caption ? <div>{props.caption}</div> : null}
    </>
  );
}

type Quoted = NonNullable<ThreadData['messages'][number]['quoted']>;

const Quote = ({ body }: { readonly body: Quoted['body'] }) => (
  <> to “{messageText(body).slice(0, 60)}”</>
);

function Reminder({ body }: { readonly body: TemplateBody }) {
  return (
    <>
      {body.headerImageUrl ? (
        <img
          className="thread-card"
          src={body.headerImageUrl}
          alt="Card with the products of the cart"
          width={1200}
          height={628}
        />
      ) : null}
      <div>{body.preview}</div>
    </>
  );
}

function Basket({ body }: { readonly body: Extract<InboundBody, { kind: 'order' }> }) {
  const { money } = useFormat();
  return (
    <>
      <div>{messageText(body)}</div>
      <ul>
        {body.items.map(({ retailerId, quantity, price, currency }) => (
          <li
            key={retailerId}
          >{`${quantity} × ${retailerId}, ${priceText(price, currency, money)} each`}</li>
        ))}
      </ul>
      {body.text ? <div>{body.text}</div> : null}
    </>
  );
}

/** WhatsApp tells prices as decimal numbers of the currency. */
function priceText(
  price: number,
  currency: string,
  money: (minor: number, currency: string) => string,
): string {
  try {
    return money(parseMoney(String(price), currency).minor, currency);
  } catch {
    return `${price} ${currency}`;
  }
}

/** A picture needs the session token, which only fetch carries. */
function Picture({ address }: { readonly address: string }) {
  const [source, setSource] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    const control = new AbortController();
    fetch(address, { signal: control.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error('no picture');
        made = URL.createObjectURL(await response.blob());
        setSource(made);
      })
      .catch(() => {
        if (!control.signal.aborted) setFailed(true);
      });
    return () => {
      control.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [address]);
  if (failed) return <em>The picture is not available any more.</em>;
  return source ? (
    <img className="thread-picture" src={source} alt="Picture from the shopper" />
  ) : (
    <div className="thread-picture" role="img" aria-label="Picture is loading" />
  );
}
