import { fieldsOf, json, textField, type Exchange, type Reply } from '../http/exchange';
import type { SandboxSettings } from '../settings';
import { checkSessionToken } from './session-token';
import { ACCESS_S, REFRESH_S, type Grant, type Tokens } from './tokens';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';
const ONLINE = 'urn:shopify:params:oauth:token-type:online-access-token';

export interface OauthPorts {
  settings: SandboxSettings;
  tokens: Tokens;
  scopes: string;
  onInstall: () => void;
  realNow: () => Date;
  /** The shop that is asked; the demo shop when it is left out. */
  domain?: string;
}

/** POST /admin/oauth/access_token: token exchange and refresh. */
export function accessToken(ports: OauthPorts, exchange: Exchange): Reply {
  const fields = fieldsOf(exchange);
  const { settings } = ports;
  if (textField(fields, 'client_id') !== settings.shopifyApiKey) {
    return refuse('application_cannot_be_found', 'The application cannot be found.');
  }
  if (textField(fields, 'client_secret') !== settings.shopifyApiSecret) {
    return refuse('invalid_client', 'The client secret is wrong.');
  }
  const grantType = textField(fields, 'grant_type');
  if (grantType === EXCHANGE) return exchangeToken(ports, fields);
  if (grantType === 'refresh_token') return refresh(ports, textField(fields, 'refresh_token'));
  return refuse('unsupported_grant_type', `Grant type ${grantType} is not supported.`);
}

function exchangeToken(ports: OauthPorts, fields: Record<string, unknown>): Reply {
  const subject = textField(fields, 'subject_token');
  const requested = textField(fields, 'requested_token_type') || ONLINE;
  if (subject === '') return refuse('missing_subject_token', 'The subject token is missing.');
  if (textField(fields, 'subject_token_type') !== ID_TOKEN) {
    return refuse('invalid_subject_token_type', 'The subject token type is not supported.');
  }
  if (requested !== OFFLINE && requested !== ONLINE) {
    return refuse('invalid_requested_token_type', 'The requested token type is not supported.');
  }
  const { shopifyApiKey: key, shopifyApiSecret: secret } = ports.settings;
  const check = checkSessionToken(subject, key, secret, ports.realNow(), ports.domain);
  if (!check.ok) {
    return refuse('invalid_subject_token', `The id token is invalid: ${check.reason}.`);
  }
  ports.onInstall();
  const expiring = textField(fields, 'expiring') === '1';
  const online = requested === ONLINE;
  const grant = ports.tokens.issue({ scope: ports.scopes, expiring, online }, ports.realNow());
  return json(200, online ? { ...grantJson(grant), ...onlineUser(grant) } : grantJson(grant));
}

function refresh(ports: OauthPorts, refreshToken: string): Reply {
  const outcome = ports.tokens.refresh(refreshToken, ports.realNow());
  return outcome.ok
    ? json(200, grantJson(outcome.grant))
    : refuse('invalid_grant', 'This request requires an active refresh_token.');
}

function grantJson(grant: Grant): Record<string, unknown> {
  return {
    access_token: grant.accessToken,
    scope: grant.scope,
    ...(grant.expiresAt === null ? {} : { expires_in: ACCESS_S }),
    ...(grant.refreshToken === null
      ? {}
      : { refresh_token: grant.refreshToken, refresh_token_expires_in: REFRESH_S }),
  };
}

function onlineUser(grant: Grant): Record<string, unknown> {
  return {
    expires_in: ACCESS_S,
    associated_user_scope: grant.scope,
    associated_user: {
      id: 1,
      first_name: 'Demo',
      last_name: 'Owner',
      email: 'owner@demo.example',
      email_verified: true,
      account_owner: true,
      locale: 'en',
      collaborator: false,
    },
  };
}

function refuse(error: string, description: string): Reply {
  return json(400, { error, error_description: description });
}
