import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { formTree, type FormTree } from '../../sandbox/stripe/form';
import type { LedgerEntry } from '../../sandbox/http/ledger';

/** The vendors' published descriptions are third-party files that stand beside the repository. */
const FOLDER = fileURLToPath(new URL('../../../shared/specs/', import.meta.url));
const FILES = {
  stripe: ['stripe/stripe.pruned.json'],
  paypal: ['paypal/checkout_orders_v2.json', 'paypal/notifications_webhooks_v1.json'],
} as const;

/** Answers what the vendor's description objects to in a request; empty when it accepts it. */
export type ObjectTo = (
  request: Pick<LedgerEntry, 'method' | 'path' | 'body'>,
) => readonly string[];

/** Calls that none of the descriptions is about. */
const UNDESCRIBED = /^\/v1\/(oauth2\/token|customer\/disputes)/;

export type PaymentVendor = keyof typeof FILES;

const loaded = new Map<PaymentVendor, ObjectTo>();

/** A vendor's published description, or null where it does not stand beside the repository. */
export function paymentSchema(vendor: PaymentVendor): ObjectTo | null {
  const known = loaded.get(vendor);
  if (known) return known;
  const files = FILES[vendor].map((name) => FOLDER + name);
  if (!files.every((file) => existsSync(file))) return null;
  const objectTo = objecting(files, vendor === 'stripe');
  loaded.set(vendor, objectTo);
  return objectTo;
}

/**
 * Registers a test that needs the vendor's description. Where that is absent the test says so, and
 * fails in CI, so that the check can't disappear unnoticed.
 */
export function withPaymentSchemas(
  vendor: PaymentVendor,
  register: (objectTo: ObjectTo) => void,
): void {
  const objectTo = paymentSchema(vendor);
  if (objectTo) {
    register(objectTo);
    return;
  }
  it(`is checked against the description of ${vendor} where that stands beside the repository`, () => {
    expect(process.env['CI']).not.toBe('true');
  });
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
}

function objecting(files: readonly string[], isForm: boolean): ObjectTo {
  // Forms are texts alone.
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    coerceTypes: isForm,
    unicodeRegExp: false,
  });
  const paths = files.flatMap((file) => {
    const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
    ajv.addSchema(description, file);
    return Object.entries(description.paths).map(([path, operations]) => ({
      file,
      path,
      operations,
    }));
  });
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  const validatorOf = (place: string) => {
    const validate = validators.get(place) ?? ajv.compile({ $ref: place });
    validators.set(place, validate);
    return validate;
  };
  return ({ method, path, body }) => {
    const [address = ''] = path.split('?');
    if (UNDESCRIBED.test(address)) return [];
    const place = placeOf(paths, method.toLowerCase(), address);
    if (place === undefined) return [`${method} ${address} is not described`];
    if (place === null) return [];
    return faultsOf(validatorOf(place), isForm ? fieldsOf(body) : body).map(
      (fault) => `${address} ${fault}`,
    );
  };
}

function faultsOf(validate: ValidateFunction, body: unknown): string[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`);
}

interface DescribedPath {
  readonly file: string;
  readonly path: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Where a request's body is described; null where it has none, undefined where nothing is described. */
function placeOf(
  paths: readonly DescribedPath[],
  method: string,
  address: string,
): string | null | undefined {
  const known = paths.find((one) => pattern(one.path).test(address));
  const operation = known?.operations[method];
  if (!known || !operation) return undefined;
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  if (type === undefined || method !== 'post') return null;
  const place = ['paths', known.path, method, 'requestBody', 'content', type, 'schema'];
  return `${known.file}#/${place.map(escaped).join('/')}`;
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
/** A part of a JSON pointer inside an address. */
const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The ledger keeps a form's fields flat. */
function fieldsOf(body: unknown): unknown {
  const flat = (body ?? {}) as Record<string, string>;
  return listed(formTree(new URLSearchParams(flat).toString()));
}

function listed(tree: FormTree): unknown {
  const entries = Object.entries(tree).map(
    ([name, value]) => [name, typeof value === 'string' ? value : listed(value)] as const,
  );
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
