import { useFetcher } from '@remix-run/react';
import { Badge, Button } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { errorsOf, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import type { ThreadData } from './page.server';

type Request = NonNullable<ThreadData['messages'][number]['request']>;

const STANDINGS: Readonly<
  Record<Request['standing'], readonly ['success' | 'info' | 'attention' | undefined, string]>
> = {
  sent: [undefined, 'Not opened yet'],
  opened: ['info', 'Opened'],
  pending: ['info', 'On its way'],
  paid: ['success', 'Paid'],
  held: ['attention', 'Paid, waits for you'],
  bought: ['success', 'Bought in the store'],
  withdrawn: [undefined, 'Withdrawn'],
  expired: [undefined, 'Expired'],
};

/** How a payment request stands, beside the message that carries it, and the way to take it back. */
export function RequestNote({ request }: { readonly request: Request }) {
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  const { money } = useFormat();
  const { amountMinor, currency } = request;
  const sum = amountMinor !== null && currency !== null ? ` · ${money(amountMinor, currency)}` : '';
  const [tone, words] = STANDINGS[request.standing];
  const problem = errorsOf(fetcher.data)[`request ${request.id}`];
  return (
    <div className="thread-request">
      <p>
        Payment request{sum} <Badge {...(tone ? { tone } : {})}>{words}</Badge>
      </p>
      <History request={request} />
      {problem ? <p className="thread-failure">{problem}</p> : null}
      {request.isWithdrawable ? (
        <Button
          size="slim"
          loading={fetcher.state !== 'idle'}
          onClick={() => {
            fetcher.submit({ intent: 'withdraw', request: request.id }, { method: 'post' });
          }}
        >
          Withdraw
        </Button>
      ) : null}
    </div>
  );
}

/** What happened to it and when, by the store's clock. */
function History({ request }: { readonly request: Request }) {
  const { dateTime } = useFormat();
  const { openedAt, withdrawnAt, standing } = request;
  const lines = [
    openedAt ? `Opened on ${dateTime(openedAt)}.` : null,
    ...usePaid(request),
    standing === 'withdrawn' && withdrawnAt ? `Withdrawn on ${dateTime(withdrawnAt)}.` : null,
    deadline(request, dateTime),
  ];
  return <p className="thread-meta">{lines.filter((line) => line !== null).join(' ')}</p>;
}

/** What came, what of it went back, and whether it is contested. */
function usePaid(request: Request): readonly (string | null)[] {
  const { dateTime, money } = useFormat();
  const { paidAt, paidMinor, paidCurrency, refundedMinor, order } = request;
  if (paidMinor === null || paidCurrency === null || !paidAt) return [];
  const where = order ? `, order ${order}` : '';
  return [
    `Paid ${money(paidMinor, paidCurrency)} on ${dateTime(paidAt)}${where}.`,
    refundedMinor ? `${money(refundedMinor, paidCurrency)} went back.` : null,
    request.disputed ? 'The shopper contests this payment.' : null,
  ];
}

function deadline(
  { standing, expiresAt, isWithdrawable }: Request,
  dateTime: (iso: string) => string,
): string | null {
  if (isWithdrawable) return `Can be paid until ${dateTime(expiresAt)}.`;
  return standing === 'expired' ? `Expired on ${dateTime(expiresAt)}.` : null;
}
