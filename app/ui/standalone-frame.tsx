import type { ReactNode } from 'react';
import { NavLink } from '@remix-run/react';
import { PolarisFrame } from './admin-frame';
import { Notices } from './notices';

interface StandaloneFrameProps {
  readonly storeName: string;
  readonly pages: readonly (readonly [to: string, label: string])[];
  readonly children: ReactNode;
}

/** The admin on a page of its own, for stores whose platform embeds no apps. */
export function StandaloneFrame({ storeName, pages, children }: StandaloneFrameProps) {
  return (
    <PolarisFrame>
      {/* A dialog of Polaris holds the body's first child still: the whole page is in it. */}
      <div>
        <header className="standalone-bar">
          <span className="standalone-store">{storeName}</span>
          <nav aria-label="Pages">
            {pages.map(([to, label]) => (
              <NavLink key={to} to={to} end={to === '/app'}>
                {label}
              </NavLink>
            ))}
          </nav>
          <form method="post" action="/woocommerce/sign-out">
            <button>Sign out</button>
          </form>
        </header>
        <main>{children}</main>
        <Notices />
      </div>
    </PolarisFrame>
  );
}
