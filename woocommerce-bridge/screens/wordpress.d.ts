/** The part of WordPress's packages that we use; the browser has them from WordPress itself. */
declare module '@wordpress/element' {
  import type { ReactNode } from 'react';
  export function createRoot(place: Element): { render(content: ReactNode): void };
}

declare module '@wordpress/i18n' {
  export function __(text: string, domain: 'ripresa'): string;
  export function _n(one: string, many: string, count: number, domain: 'ripresa'): string;
  export function sprintf(format: string, ...values: readonly (string | number)[]): string;
}

declare module '@wordpress/api-fetch' {
  export default function apiFetch<Answer>(options: {
    readonly path: string;
    readonly method?: 'GET' | 'POST';
    readonly data?: unknown;
  }): Promise<Answer>;
}

declare module '@wordpress/components' {
  import type { FC, ReactNode } from 'react';
  interface Parent {
    readonly children?: ReactNode;
    readonly className?: string;
  }
  export const Card: FC<Parent>;
  export const CardHeader: FC<Parent>;
  export const CardBody: FC<Parent>;
  export const Spinner: FC;
  export const Notice: FC<
    Parent & {
      readonly status: 'error' | 'warning' | 'success' | 'info';
      readonly isDismissible?: boolean;
      readonly actions?: readonly {
        readonly label: string;
        readonly url?: string;
        readonly onClick?: () => void;
      }[];
    }
  >;
  export const Button: FC<
    Parent & {
      readonly variant: 'primary' | 'secondary' | 'tertiary' | 'link';
      readonly isDestructive?: boolean;
      readonly isBusy?: boolean;
      readonly disabled?: boolean;
      readonly onClick: () => void;
    }
  >;
  export const Modal: FC<
    Parent & {
      readonly title: string;
      readonly size?: 'small' | 'medium' | 'large';
      readonly onRequestClose: () => void;
    }
  >;
  export const SelectControl: FC<{
    readonly label: string;
    readonly value: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
    readonly onChange: (value: string) => void;
    readonly __nextHasNoMarginBottom?: boolean;
    readonly __next40pxDefaultSize?: boolean;
  }>;
  export const ToggleControl: FC<{
    readonly label: string;
    readonly checked: boolean;
    readonly disabled?: boolean;
    readonly onChange: (checked: boolean) => void;
    readonly __nextHasNoMarginBottom?: boolean;
  }>;
}

interface Window {
  readonly ripresaScreens?: {
    readonly locale: string;
    /** IANA zone or offset of the store. */
    readonly timeZone: string;
    readonly settingsUrl: string;
  };
}
