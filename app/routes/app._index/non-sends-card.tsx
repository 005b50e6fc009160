import { BlockStack, Card, Link, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { HomeData } from './page.server';

interface NonSendsCardProps {
  readonly reasons: HomeData['nonSends'];
  readonly failures: HomeData['failures'];
}

/** Why messages were not sent, and what can be done about it. */
export function NonSendsCard({ reasons, failures }: NonSendsCardProps) {
  const { count } = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Why messages were not sent
        </Text>
        {reasons.length === 0 ? (
          <Text as="p">Nothing was held back in this period.</Text>
        ) : (
          <div
            className="table-scroll"
            tabIndex={0}
            role="region"
            aria-label="Why messages were not sent"
          >
            <table className="plain-table" data-testid="non-sends">
              <thead>
                <tr>
                  <th scope="col">Reason</th>
                  <th scope="col" className="number">
                    Times
                  </th>
                </tr>
              </thead>
              <tbody>
                {reasons.map(({ reason, sentence, advice, count: times }) => (
                  <tr key={reason}>
                    <td>
                      {sentence}
                      {advice ? (
                        <Text as="p" tone="subdued">
                          {advice.text}{' '}
                          {advice.link ? (
                            <Link url={advice.link.to}>{advice.link.label}</Link>
                          ) : null}
                        </Text>
                      ) : null}
                    </td>
                    <td className="number">{count(times)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {failures.length > 0 ? <Failures failures={failures} /> : null}
      </BlockStack>
    </Card>
  );
}

function Failures({ failures }: Pick<NonSendsCardProps, 'failures'>) {
  const { plural } = useFormat();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        What WhatsApp said
      </Text>
      {failures.map(({ code, title, advice, count }) => (
        <BlockStack key={code} gap="050">
          <Text as="p" fontWeight="semibold">
            {`${title} (code ${code}, ${plural(count, 'time', 'times')})`}
          </Text>
          <Text as="p">{advice}</Text>
        </BlockStack>
      ))}
    </BlockStack>
  );
}
