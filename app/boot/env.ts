import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

/**
 * Secrets and addresses; policy lives in the shop's settings. The descriptions make the README's
 * table, so each is written for the person who sets the variable.
 */
export const envSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production').meta({
    description: 'Usual Node environment name.',
  }),
  ROLE: z.enum(['all', 'web', 'worker']).default('all').meta({
    description: 'What this process does: answer HTTP, do the work, or both.',
  }),
  HOST: z.string().default('127.0.0.1').meta({ description: 'Address to listen on.' }),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).meta({
    description: 'Port to listen on.',
  }),
  PUBLIC_URL: httpUrl.meta({
    description: 'Where browsers and WhatsApp reach the app, for links and images.',
  }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgresql:// address')
    .meta({
      description: 'PostgreSQL 15 or newer.',
    }),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a redis:// address')
    .optional()
    .meta({
      description: 'Carries the queue when set; without it PostgreSQL does.',
    }),
  ENCRYPTION_KEYS: z
    .string()
    .regex(
      /^[\w-]+:[A-Za-z0-9+/=]{43,44}(,[\w-]+:[A-Za-z0-9+/=]{43,44})*$/,
      'id:base64 of 32 bytes, several separated by commas',
    )
    .meta({
      description:
        'Keys for secrets at rest, `id:base64`; the first encrypts, all decrypt (rotation).',
    }),
  SHOPIFY_API_KEY: z.string().min(1).meta({ description: 'Client ID of the Shopify app.' }),
  SHOPIFY_API_SECRET: z.string().min(1).meta({ description: 'Client secret of the Shopify app.' }),
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional().meta({
    description: 'The old client secret while it is being rotated; webhooks with either pass.',
  }),
  SHOPIFY_APP_DISTRIBUTION: z.enum(['app-store', 'custom']).default('app-store').meta({
    description:
      'How the Shopify app is distributed; only a `custom` one may take payments by Stripe and PayPal.',
  }),
  SHOPIFY_API_BASE_URL: httpUrl.optional().meta({
    description: 'Sends Shopify’s API calls to this address instead (local stand-in).',
  }),
  SHOPIFY_STOREFRONT_URL: httpUrl.optional().meta({
    description: 'Storefront address for cart links instead of `https://<shop domain>`.',
  }),
  SHOPIFY_APP_BRIDGE_URL: httpUrl.optional().meta({
    description: 'App Bridge script instead of Shopify’s own.',
  }),
  WHATSAPP_APP_SECRET: z.string().min(1).meta({
    description: 'App secret of the Meta app; signs WhatsApp’s webhooks.',
  }),
  WHATSAPP_APP_SECRET_PREVIOUS: z.string().min(1).optional().meta({
    description: 'The old app secret while it is being rotated.',
  }),
  WHATSAPP_VERIFY_TOKEN: z.string().min(1).meta({
    description: 'The word that Meta echoes when you register the webhook.',
  }),
  WHATSAPP_API_BASE_URL: httpUrl.default('https://graph.facebook.com').meta({
    description: 'Graph API address.',
  }),
  WHATSAPP_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v26.0')
    .meta({
      description: 'Graph API version.',
    }),
  WHATSAPP_META_APP_ID: z.string().regex(/^\d+$/).optional().meta({
    description: 'ID of the Meta app; needed to upload the example image of a template.',
  }),
  STRIPE_API_BASE_URL: httpUrl.optional().meta({
    description: 'Sends Stripe’s API calls to this address instead (local stand-in).',
  }),
  PAYPAL_API_BASE_URL: httpUrl.optional().meta({
    description: 'Sends PayPal’s API calls to this address instead (local stand-in).',
  }),
  OUTBOUND_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    )
    .meta({
      description:
        '`host:port` list that product photos may come from although the address is private.',
    }),
  CONTROL_TOKEN: z.string().min(16).optional().meta({
    description:
      'Opens the loopback-only control door and makes the clock adjustable; for rehearsals only.',
  }),
  REHEARSAL_AHEAD_MS: z.coerce.number().int().min(0).default(0).meta({
    description:
      'Milliseconds by which a rehearsal’s clock is ahead at the start, for a process that joins others.',
  }),
  REHEARSAL_FAULTS: flag.default(false).meta({
    description:
      'Lets the control door end this process at a named moment, for rehearsals of crashes only.',
  }),
  JOB_LEASE_SECONDS: z.coerce.number().int().min(1).max(600).default(30).meta({
    description: 'Seconds after which the job of a worker that died is given to another one.',
  }),
  TRUST_PROXY: flag.default(false).meta({
    description: 'Whether a reverse proxy in front sets X-Forwarded-For and -Proto.',
  }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info').meta({
    description: 'Least severe log line that is written.',
  }),
  RECEIPT_RETENTION_DAYS: z.coerce.number().int().min(1).max(365).default(14).meta({
    description: 'Days for which bodies of processed webhooks are kept.',
  }),
});

export type Env = z.infer<typeof envSchema>;

/** Lists every wrong variable, so that one look mends them all. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment is not right:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/** @throws EnvironmentError naming every wrong variable, never its value */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = envSchema.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(
    result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return given[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`;
    }),
  );
}
