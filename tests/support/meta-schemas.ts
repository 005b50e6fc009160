import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

/** Meta's published schemas are third-party files that stand beside the repository, never in it. */
const FOLDER = fileURLToPath(new URL('../../../shared/specs/meta/', import.meta.url));
const MESSAGING = `${FOLDER}messaging.repaired.pruned.json`;
const BODIES = `${FOLDER}sdk-codegen-bodies.schema.json`;

/** Answers what the schema objects to; empty when it accepts the value. */
type Validate = (value: unknown) => readonly string[];

export interface MetaSchemas {
  /** A schema of the messaging API by its name ("Message", "WebhookPayload"). */
  readonly messaging: (name: string) => Validate;
  /** A body of the business API by its operation ("message_templates_create"). */
  readonly body: (operation: string) => Validate;
}

let loaded: MetaSchemas | null | undefined;

/** The schemas, or null where they do not stand beside the repository. */
export function metaSchemas(): MetaSchemas | null {
  loaded ??= existsSync(MESSAGING) && existsSync(BODIES) ? loadSchemas() : null;
  return loaded;
}

/**
 * Registers tests that need the schemas. Where they are absent one test says so, and fails in CI,
 * so that the check can't disappear unnoticed.
 */
export function withMetaSchemas(register: (schemas: MetaSchemas) => void): void {
  const schemas = metaSchemas();
  if (schemas) {
    register(schemas);
    return;
  }
  it('is checked against Meta’s schemas where they stand beside the repository', () => {
    process.stdout.write(`Meta’s schemas are not at ${FOLDER}: bodies were not checked.\n`);
    expect(process.env['CI']).not.toBe('true');
  });
}

function loadSchemas(): MetaSchemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(parse(MESSAGING), 'messaging');
  const bodies = parse(BODIES);
  const compile = (schema: object): Validate => {
    const validate = ajv.compile(schema);
    return (value) =>
      validate(value)
        ? []
        : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`);
  };
  return {
    messaging: (name) => compile({ $ref: `messaging#/components/schemas/${name}` }),
    body: (operation) => {
      const schema = bodies[operation];
      if (typeof schema !== 'object' || schema === null) throw new Error(`no schema ${operation}`);
      return compile(schema);
    },
  };
}

const parse = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
