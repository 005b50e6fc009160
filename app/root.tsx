import { Links, Meta, Outlet, Scripts, ScrollRestoration } from '@remix-run/react';

/** The document of every page; what a page is made of belongs to its layout. */
export default function Root() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        <Outlet />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

/** What is left when even the layout failed: no library, no style, nothing that can fail again. */
export function ErrorBoundary() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Something went wrong · Ripresa</title>
      </head>
      <body>
        <main
          style={{ fontFamily: 'system-ui, sans-serif', margin: '15vh auto', maxWidth: '32rem' }}
        >
          <h1>Something went wrong</h1>
          <p>
            The page could not be shown. Reload it; if that doesn’t help, open the app again from
            your store’s admin. Messages and orders are not affected.
          </p>
        </main>
      </body>
    </html>
  );
}
