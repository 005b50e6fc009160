import { describe, expect, it } from 'vitest';
import { serviceEnvironments } from '../../../scripts/setup/environments.mjs';

const appOf = async (environment: Readonly<Record<string, string>>) => {
  const places = { host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000' };
  const secrets = { encryptionKeys: 'k1:key', controlToken: 'token' };
  const database = { url: 'postgresql://' };
  return (await serviceEnvironments({ environment, places, secrets, database })).app;
};

describe('what npm start tells the app', () => {
  it('lets it visit a local store that is named outside, and the sandbox besides', async () => {
    const app = await appOf({ OUTBOUND_ALLOWED_HOSTS: 'localhost:8080,127.0.0.1:8081' });
    const hosts = app['OUTBOUND_ALLOWED_HOSTS']?.split(',');
    expect(hosts).toEqual(expect.arrayContaining(['localhost:8080', '127.0.0.1:8081']));
    expect(hosts).toContain('localhost:3000');
  });

  it('names no empty host when none is named', async () => {
    const hosts = (await appOf({}))['OUTBOUND_ALLOWED_HOSTS']?.split(',');
    expect(hosts).toHaveLength(3);
    expect(hosts).not.toContain('');
  });
});
