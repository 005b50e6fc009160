import { expect, test } from 'vitest';
import { EnvironmentError, readEnv } from '#boot/env';

const RIGHT = {
  PUBLIC_URL: 'https://app.example.com/',
  DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/app',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  SHOPIFY_API_KEY: 'key',
  SHOPIFY_API_SECRET: 'secret',
  WHATSAPP_APP_SECRET: 'secret',
  WHATSAPP_VERIFY_TOKEN: 'word',
};

test('defaults fill in what the environment leaves out', () => {
  const env = readEnv(RIGHT);
  expect(env).toMatchObject({ ROLE: 'all', PORT: 3000, HOST: '127.0.0.1', LOG_LEVEL: 'info' });
});

test('the public address loses its last slash, so that links are joined right', () => {
  expect(readEnv(RIGHT).PUBLIC_URL).toBe('https://app.example.com');
});

test('every wrong variable is named at once, and no value is repeated', () => {
  const wrong = {
    ...RIGHT,
    PORT: '99999',
    DATABASE_URL: 'mysql://hunter2',
    ENCRYPTION_KEYS: 'short',
  };
  const { SHOPIFY_API_SECRET: _left, ...missing } = wrong;
  const read = () => readEnv(missing);
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(/PORT[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*PORT/);
  expect(read).toThrow(/SHOPIFY_API_SECRET is missing/);
  expect(read).toThrow(/ENCRYPTION_KEYS/);
  expect(read).not.toThrow(/hunter2/);
});

test('an empty variable counts as not set', () => {
  expect(readEnv({ ...RIGHT, REDIS_URL: '', PORT: '' })).toMatchObject({ PORT: 3000 });
});
