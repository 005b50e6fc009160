import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Link, Outlet, useLoaderData, useNavigation, useRouteError } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { AdminFrame } from '#ui/admin-frame';
import { FormatProvider } from '#ui/format';
import { ErrorScreen } from '#ui/error-screen';
import { PageSkeleton } from '#ui/skeletons';
import { StandaloneFrame } from '#ui/standalone-frame';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import { shopify } from '../../shopify.server';
import ownStyles from '../../ui/admin.css?url';
import { signedIn } from './signed-in.server';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: ownStyles },
];

export const meta = () => [{ title: 'Ripresa' }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, place } = await signedIn(request);
  return {
    bridge: place === 'embedded' ? await bridgeOf() : null,
    storeName: shop.name,
    locale: shop.locale,
    timeZone: shop.timeZone,
    currency: shop.currency,
  };
}

async function bridgeOf() {
  const { apiKey, appBridgeUrl } = await shopify();
  return { apiKey, appBridgeUrl };
}

const PAGES = [
  ['/app/sequences', 'Sequences'],
  ['/app/conversations', 'Conversations'],
  ['/app/shoppers', 'Shoppers'],
  ['/app/settings', 'Settings'],
] as const;

/** The frame of all admin pages: App Bridge or a frame of our own, navigation, formats of the merchant. */
export default function AdminLayout() {
  const { bridge, storeName, ...format } = useLoaderData<typeof loader>();
  const content = (
    <FormatProvider value={format}>
      {bridge ? <EmbeddedNavigation /> : null}
      <CurrentPage />
    </FormatProvider>
  );
  return bridge ? (
    <AdminFrame {...bridge}>{content}</AdminFrame>
  ) : (
    <StandaloneFrame storeName={storeName} pages={[['/app', 'Home'], ...PAGES]}>
      {content}
    </StandaloneFrame>
  );
}

const EmbeddedNavigation = () => (
  <NavMenu>
    <Link to="/app" rel="home">
      Home
    </Link>
    {PAGES.map(([to, label]) => (
      <Link key={to} to={to}>
        {label}
      </Link>
    ))}
  </NavMenu>
);

/** While another page loads its outline is shown; a page that loads itself anew stays. */
function CurrentPage() {
  const { state, location, formMethod } = useNavigation();
  const leaving =
    state === 'loading' &&
    formMethod === undefined &&
    location.pathname !== (typeof window === 'undefined' ? '' : window.location.pathname);
  return leaving ? <PageSkeleton /> : <Outlet />;
}

/** Shopify's library sends documents of its own through errors; the rest is said in plain words. */
export function ErrorBoundary() {
  const error = useRouteError();
  const isLibrarys =
    !(error instanceof Error) &&
    typeof error === 'object' &&
    error !== null &&
    'data' in error &&
    typeof error.data === 'string' &&
    error.data.includes('<script');
  return isLibrarys ? boundary.error(error) : <ErrorScreen error={error} bare />;
}

export const headers: HeadersFunction = (given) => boundary.headers(given);
