export const SECRETS = {
  SHOPIFY_API_KEY: 'rehearsal-key',
  SHOPIFY_API_SECRET: 'rehearsal-secret',
  WHATSAPP_APP_SECRET: 'rehearsal-whatsapp-secret',
  WHATSAPP_VERIFY_TOKEN: 'rehearsal-verify',
} as const;
export const CONTROL_TOKEN = 'rehearsal-control-token';
export const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
