import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '..');
const CONFIGURATION = path.join(ROOT, '.dependency-cruiser.cjs');

/** Where the violation stands → what it imports, by the name of the rule that must catch it. */
const VIOLATIONS: Readonly<Record<string, readonly [from: string, imports: string]>> = {
  'layer-core': ['app/core/inbox/reaches-out.ts', '#adapters/http/request'],
  'layer-adapters': ['app/adapters/images/reaches-up.ts', '#boot/services'],
  'layer-queries': ['app/queries/reaches-http.ts', '#adapters/http/request'],
  'layer-boot': ['app/boot/reaches-door.ts', '../doors/health'],
  'layer-ui': ['app/ui/Reads.tsx', '#queries/home'],
  'layer-doors': ['app/doors/reads.ts', '#queries/home'],
  'layer-routes': ['app/routes/app.sends.tsx', '#adapters/http/request'],
  'layer-shopify.server': ['app/shopify.server.ts', '#queries/home'],
  'layer-server': ['app/server.ts', '#queries/home'],
  'layer-workers': ['workers/reaches-http.ts', '#adapters/http/request'],
  'layer-prisma': ['prisma/seed.ts', '../app/doors/health'],
  'layer-sandbox': ['sandbox/peeks.ts', '#core/kernel/money'],
  'layer-extensions': ['extensions/pixel/peeks.ts', '../../app/core/kernel/money'],
  'layer-plugin': ['woocommerce-bridge/screens/peeks.ts', '../../app/core/kernel/money'],
  'core-order-kernel': ['app/core/kernel/knows.ts', '#core/commerce/index'],
  'core-order-commerce': ['app/core/commerce/knows.ts', '#core/consent/index'],
  'core-order-consent': ['app/core/consent/knows.ts', '#core/catalog/index'],
  'core-order-catalog': ['app/core/catalog/knows.ts', '#core/payments/index'],
  'core-order-payments': ['app/core/payments/knows.ts', '#core/experiments/index'],
  'core-order-experiments': ['app/core/experiments/knows.ts', '#core/messaging/index'],
  'core-order-messaging': ['app/core/messaging/knows.ts', '#core/recovery/index'],
  'core-order-recovery': ['app/core/recovery/knows.ts', '#core/inbox/index'],
  'core-order-inbox': ['app/core/inbox/knows.ts', '#core/attribution/index'],
  'core-order-attribution': ['app/core/attribution/knows.ts', '#core/funnels/index'],
  'core-order-funnels': ['app/core/funnels/knows.ts', '#core/events/index'],
  'core-order-events': ['app/core/events/knows.ts', '#core/intake/index'],
  'core-order-intake': ['app/core/intake/knows.ts', '#core/integrations/index'],
  'core-module-is-listed': ['app/core/loyalty/points.ts', '#core/kernel/money'],
  'core-is-pure': ['app/core/recovery/reads-disk.ts', 'node:fs'],
  'kernel-is-pure': ['app/core/kernel/speaks-sql.ts', 'pg'],
  'modules-meet-at-index': ['app/core/recovery/goes-round.ts', '#core/commerce/cart'],
  'core-is-entered-at-index': ['workers/goes-round.ts', '#core/commerce/cart'],
  'vendors-do-not-meet': [
    'app/adapters/commerce/shopify/peeks.ts',
    '#adapters/commerce/woocommerce/index',
  ],
  'adapter-kinds-do-not-meet': ['app/adapters/queue/peeks.ts', '#adapters/postgres/client'],
  'only-postgres-speaks-prisma': ['workers/speaks-prisma.ts', '@prisma/client'],
  'no-cycles': ['app/core/commerce/cart-line.ts', './cart'],
  'nothing-imports-tests': ['workers/imports-test.ts', '../tests/support/ports'],
  'everything-resolves': ['app/boot/dangling.ts', './nowhere'],
};

/** What the violations lead to. */
const TARGETS = [
  ...['commerce', 'consent', 'catalog', 'payments', 'experiments', 'messaging', 'recovery'],
  ...['inbox', 'attribution', 'funnels', 'events', 'intake', 'integrations'],
]
  .map((module) => `app/core/${module}/index.ts`)
  .concat([
    'app/core/kernel/money.ts',
    'app/adapters/http/request.ts',
    'app/adapters/postgres/client.ts',
    'app/adapters/commerce/woocommerce/index.ts',
    'app/boot/services.ts',
    'app/doors/health.ts',
    'app/queries/home.ts',
    'tests/support/ports.ts',
  ]);

/** Imports that the law allows; none of them may be reported. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'app/core/kernel/reads-phones.ts': ['zod', 'libphonenumber-js', 'temporal-polyfill'],
  'app/core/recovery/lawful.ts': ['zod', '#core/kernel/money', '#core/commerce/index'],
  'app/adapters/commerce/shopify/lawful.ts': ['#core/commerce/index', '#adapters/http/request'],
  'app/adapters/postgres/lawful.ts': ['@prisma/client', 'pg', '#core/commerce/index'],
  'app/queries/lawful.ts': ['@prisma/client', '#adapters/postgres/client'],
  'app/boot/lawful.ts': ['#adapters/http/request', '#core/intake/index'],
  'app/doors/lawful.ts': ['#boot/services', '#core/intake/index'],
  'app/routes/app._index.tsx': ['#queries/home', '#boot/services', 'react'],
  'workers/lawful.ts': ['#boot/services', '#core/intake/index'],
  'sandbox/lawful.ts': ['graphql', 'node:http'],
};

const reportSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
type Violation = z.infer<typeof reportSchema>['summary']['violations'][number];

let folder = '';
let found: readonly Violation[] = [];

function write(file: string, imports: readonly string[]): void {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  const lines = imports.map((name, index) => `import * as m${String(index)} from '${name}';`);
  const names = imports.map((_, index) => `m${String(index)}`).join(', ');
  writeFileSync(place, [...lines, `export const used = [${names}];`, ''].join('\n'));
}

function seed(): void {
  for (const target of TARGETS) write(target, []);
  for (const [from, imports] of Object.values(VIOLATIONS)) write(from, [imports]);
  write('app/core/commerce/cart.ts', ['./cart-line']);
  for (const [from, imports] of Object.entries(ALLOWED)) write(from, imports);
  cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  cpSync(path.join(ROOT, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

async function cruise(): Promise<readonly Violation[]> {
  const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const places = [
    'app',
    'workers',
    'prisma',
    'sandbox',
    'extensions',
    'tests',
    'woocommerce-bridge',
  ];
  const parameters = [program, '--config', CONFIGURATION, '--output-type', 'json', ...places];
  const answer = await promisify(execFile)(process.execPath, parameters, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  return reportSchema.parse(JSON.parse(answer.stdout)).summary.violations;
}

describe('the import law', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-law-'));
    seed();
    found = await cruise();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(VIOLATIONS))('%s catches its seeded violation', (rule, [from]) => {
    expect(found.filter((one) => one.from === from).map((one) => one.rule.name)).toContain(rule);
  });

  it.each(Object.keys(ALLOWED))('lets %s through', (from) => {
    expect(found.filter((one) => one.from === from)).toEqual([]);
  });

  it('has a seeded violation for every rule of the configuration', () => {
    const text = readFileSync(CONFIGURATION, 'utf8');
    const single = [...text.matchAll(/name: '([a-z-]+)'/g)].map((match) => match[1]);
    expect(Object.keys(VIOLATIONS)).toEqual(expect.arrayContaining(single));
    expect(Object.keys(VIOLATIONS).filter((name) => name.startsWith('core-order-'))).toHaveLength(
      13,
    );
  });
});
