import {
  BlockStack,
  Card,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from '@shopify/polaris';

/** The outline of a page while it loads, in the size that pages have. */
export function PageSkeleton() {
  return (
    <div aria-busy="true" aria-live="polite">
      <span className="only-for-readers">Loading</span>
      <SkeletonPage primaryAction>
        <BlockStack gap="400">
          {[3, 8, 5].map((lines) => (
            <Card key={lines}>
              <BlockStack gap="400">
                <SkeletonDisplayText size="small" />
                <SkeletonBodyText lines={lines} />
              </BlockStack>
            </Card>
          ))}
        </BlockStack>
      </SkeletonPage>
    </div>
  );
}
