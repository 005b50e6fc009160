import { forwardRef, startTransition, useEffect, useState } from 'react';
import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { Link, useNavigate } from '@remix-run/react';
import { AppProvider } from '@shopify/polaris';
import type { AppProviderProps } from '@shopify/polaris';
import english from '@shopify/polaris/locales/en.json';

type PolarisLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  readonly url?: string;
  readonly external?: boolean;
};

/** Polaris' links, through the router; outside addresses stay ordinary links. */
const RouterLink = forwardRef<HTMLAnchorElement, PolarisLinkProps>(function RouterLink(
  { url = '', external, children, ...rest },
  ref,
) {
  const isOutside = external === true || /^[a-z]+:/i.test(url);
  return isOutside ? (
    <a ref={ref} href={url} target="_blank" rel="noopener noreferrer" {...rest}>
      {children}
    </a>
  ) : (
    <Link ref={ref} to={url} {...rest}>
      {children}
    </Link>
  );
});

/** Polaris types the link's ref as React's legacy kind, which no forwarded ref is. */
const linkComponent = RouterLink as NonNullable<AppProviderProps['linkComponent']>;

/** The width up to which Polaris folds a page's actions into a menu. */
const FOLDED = '(max-width: 767.95px)';

/**
 * Polaris reads the window's width when it comes alive, and keeps what it read though the window was
 * resized meanwhile: actions stayed folded on a wide page. Told once more, it reads anew.
 */
function WidthCheck() {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const width = matchMedia(FOLDED);
    // A transition is drawn after all that Polaris had still to draw of the old width.
    const onChange = (): void => {
      startTransition(() => {
        setChanges((count) => count + 1);
      });
    };
    width.addEventListener('change', onChange);
    return () => {
      width.removeEventListener('change', onChange);
    };
  }, []);
  useEffect(() => {
    dispatchEvent(new Event('resize'));
  }, [changes]);
  return null;
}

/** Polaris with our links and texts. */
export function PolarisFrame({ children }: { readonly children: ReactNode }) {
  return (
    <AppProvider i18n={english} linkComponent={linkComponent}>
      <WidthCheck />
      {children}
    </AppProvider>
  );
}

interface AdminFrameProps {
  readonly apiKey: string;
  readonly appBridgeUrl: string;
  readonly children: ReactNode;
}

/**
 * App Bridge and Polaris around a page. The library's own frame can't take another address for the
 * script, hence this one.
 */
export function AdminFrame({ apiKey, appBridgeUrl, children }: AdminFrameProps) {
  const navigate = useNavigate();
  useEffect(() => {
    const follow = (event: Event): void => {
      const href = event.target instanceof Element ? event.target.getAttribute('href') : null;
      if (href) navigate(href);
    };
    addEventListener('shopify:navigate', follow);
    return () => {
      removeEventListener('shopify:navigate', follow);
    };
  }, [navigate]);
  return (
    <>
      <script src={appBridgeUrl} data-api-key={apiKey} />
      <PolarisFrame>
        <main>{children}</main>
      </PolarisFrame>
    </>
  );
}
