export interface SandboxSettings {
  host: string;
  port: number;
  appUrl: string;
  publicUrl: string;
  shopifyPort: number;
  metaPort: number;
  /** Any free port without them. */
  stripePort?: number;
  paypalPort?: number;
  woocommercePort?: number;
  shopifyApiKey: string;
  shopifyApiSecret: string;
  /** The app's configuration whose access scopes are granted; shopify.app.toml without it. */
  shopifyConfig?: string;
  whatsappAppSecret: string;
  whatsappVerifyToken: string;
  controlToken: string;
  /** Folder that holds `sandbox/public` and `node_modules`: the repository's root. */
  root: string;
}

type Environment = Record<string, string | undefined>;
export type SettingsOutcome =
  { ok: true; settings: SandboxSettings } | { ok: false; problems: string[] };

/** Reads the sandbox's settings; every missing or malformed variable is named at once. */
export function settingsFromEnvironment(env: Environment, root: string): SettingsOutcome {
  const problems: string[] = [];
  const text = (name: string, fallback?: string): string => {
    const value = env[name] ?? fallback;
    if (value === undefined || value === '') problems.push(`${name} is missing`);
    return value ?? '';
  };
  const port = (name: string, fallback?: string): number => {
    const value = Number(text(name, fallback));
    if (!Number.isInteger(value) || value < 0 || value > 65_535) {
      problems.push(`${name} is not a port number`);
    }
    return value;
  };
  const settings: SandboxSettings = {
    host: text('HOST', '127.0.0.1'),
    port: port('PORT'),
    appUrl: withoutSlash(text('APP_URL')),
    publicUrl: withoutSlash(text('PUBLIC_URL')),
    shopifyPort: port('SHOPIFY_STANDIN_PORT'),
    metaPort: port('META_STANDIN_PORT'),
    stripePort: port('STRIPE_STANDIN_PORT', '0'),
    paypalPort: port('PAYPAL_STANDIN_PORT', '0'),
    woocommercePort: port('WOOCOMMERCE_STANDIN_PORT', '0'),
    shopifyApiKey: text('SHOPIFY_API_KEY', 'ripresa-demo-key'),
    shopifyApiSecret: text('SHOPIFY_API_SECRET', 'ripresa-demo-secret'),
    ...(env['SHOPIFY_APP_DISTRIBUTION'] === 'custom'
      ? { shopifyConfig: 'shopify.app.custom.toml' }
      : {}),
    whatsappAppSecret: text('WHATSAPP_APP_SECRET', 'ripresa-demo-whatsapp-secret'),
    whatsappVerifyToken: text('WHATSAPP_VERIFY_TOKEN', 'ripresa-demo-verify'),
    controlToken: text('CONTROL_TOKEN'),
    root,
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
