import { InlineStack, Pagination, Text } from '@shopify/polaris';
import { useFormat } from './format';

interface PageLinksProps {
  /** Path of the list. */
  readonly path: string;
  /** What else the address says, like a search. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Marks of the neighbouring pages; null where there is none, "" for the first page. */
  readonly previous: string | null;
  readonly next: string | null;
  /** Names of the rows ("shopper", "shoppers"). */
  readonly one: string;
  readonly many: string;
  readonly total: { readonly count: number; readonly more: boolean } | null;
}

/** Leads to the neighbouring pages of a list by address, so that the browser's back works. */
export function PageLinks(props: PageLinksProps) {
  const { path, keep = {}, previous, next, many, total } = props;
  const back = addressOf({ path, keep, way: 'before', mark: previous });
  const on = addressOf({ path, keep, way: 'after', mark: next });
  const turning = back !== null || on !== null;
  if (!total && !turning) return null;
  return (
    <div className="page-edge">
      <InlineStack gap="400" blockAlign="center" align="center">
        <Total {...props} />
        {turning ? <Turn back={back} on={on} many={many} /> : null}
      </InlineStack>
    </div>
  );
}

interface TurnProps {
  readonly back: string | null;
  readonly on: string | null;
  readonly many: string;
}

const Turn = ({ back, on, many }: TurnProps) => (
  <Pagination
    accessibilityLabel={`Pages of ${many}`}
    hasPrevious={back !== null}
    hasNext={on !== null}
    {...(back === null ? {} : { previousURL: back })}
    {...(on === null ? {} : { nextURL: on })}
    accessibilityLabels={{ previous: 'Previous page', next: 'Next page' }}
  />
);

function addressOf(page: {
  readonly path: string;
  readonly keep: Readonly<Record<string, string>>;
  readonly way: 'before' | 'after';
  readonly mark: string | null;
}): string | null {
  const { path, keep, way, mark } = page;
  if (mark === null) return null;
  const query = new URLSearchParams({ ...keep, ...(mark === '' ? {} : { [way]: mark }) });
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function Total({ total, one, many }: PageLinksProps) {
  const { plural, count } = useFormat();
  if (!total || total.count === 0) return null;
  return (
    <Text as="p" tone="subdued">
      {total.more ? `More than ${count(total.count)} ${many}` : plural(total.count, one, many)}
    </Text>
  );
}
