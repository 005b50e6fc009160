/**
 * The import law, read from top to bottom: each folder lists what it may reach, and everything else
 * of ours is forbidden to it. Within core a module uses only the modules named before it.
 * tests/architecture.test.ts seeds one violation of every rule and sees it caught.
 */
const CORE_ORDER = [
  'kernel',
  'commerce',
  'consent',
  'catalog',
  'payments',
  'experiments',
  'messaging',
  'recovery',
  'inbox',
  'attribution',
  'funnels',
  'events',
  'intake',
  'integrations',
];

const LAYERS = {
  core: { from: '^app/core/', may: ['^app/core/'] },
  adapters: { from: '^app/adapters/', may: ['^app/core/', '^app/adapters/'] },
  queries: {
    from: '^app/queries/',
    may: ['^app/core/', '^app/adapters/postgres/', '^app/queries/'],
  },
  boot: { from: '^app/boot/', may: ['^app/core/', '^app/adapters/', '^app/boot/'] },
  ui: { from: '^app/ui/', may: ['^app/core/', '^app/ui/'] },
  doors: { from: '^app/doors/', may: ['^app/core/', '^app/boot/', '^app/doors/'] },
  routes: {
    from: '^app/(routes/|root\\.|entry\\.)',
    may: [
      '^app/core/',
      '^app/queries/',
      '^app/boot/',
      '^app/ui/',
      '^app/routes/',
      '^app/shopify\\.server',
    ],
  },
  'shopify.server': {
    from: '^app/shopify\\.server',
    may: ['^app/core/', '^app/adapters/', '^app/boot/'],
  },
  server: { from: '^app/server\\.', may: ['^app/doors/', '^app/boot/', '^workers/main\\.'] },
  workers: {
    from: '^workers/',
    may: ['^app/core/', '^app/boot/', '^app/adapters/queue/', '^workers/'],
  },
  prisma: { from: '^prisma/', may: ['^prisma/', '^app/core/', '^app/adapters/', '^app/boot/'] },
  sandbox: { from: '^sandbox/', may: ['^sandbox/'] },
  extensions: { from: '^extensions/([^/]+)/', may: ['^extensions/$1/'] },
  plugin: { from: '^woocommerce-bridge/', may: ['^woocommerce-bridge/'] },
};

const OURS = '^(app|workers|extensions|prisma|sandbox|scripts|tests|woocommerce-bridge)/';

const LIBRARY_TYPES = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'];

const layerRules = Object.entries(LAYERS).map(([name, { from, may }]) => ({
  name: `layer-${name}`,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: may },
}));

const orderRules = CORE_ORDER.slice(0, -1).map((module, index) => ({
  name: `core-order-${module}`,
  comment: `core/${module} must not know the modules after it.`,
  severity: 'error',
  from: { path: `^app/core/${module}/` },
  to: { path: `^app/core/(${CORE_ORDER.slice(index + 1).join('|')})/` },
}));

const coreRules = [
  {
    name: 'core-module-is-listed',
    comment: 'A new module of core takes its place in CORE_ORDER first.',
    severity: 'error',
    from: { path: `^app/core/(?!(${CORE_ORDER.join('|')})/)` },
    to: {},
  },
  {
    name: 'core-is-pure',
    comment: 'No Node built-ins, no SDKs: zod is the one library of core.',
    severity: 'error',
    from: { path: '^app/core/', pathNot: '^app/core/kernel/' },
    to: { dependencyTypes: LIBRARY_TYPES, pathNot: 'node_modules/zod/' },
  },
  {
    name: 'kernel-is-pure',
    comment: 'The kernel also reads phone numbers and time zones.',
    severity: 'error',
    from: { path: '^app/core/kernel/' },
    to: {
      dependencyTypes: LIBRARY_TYPES,
      pathNot:
        'node_modules/(zod|libphonenumber-js|temporal-polyfill|temporal-spec|temporal-utils)/',
    },
  },
  {
    name: 'modules-meet-at-index',
    comment: 'A module of core is entered through its index.ts; kernel files are entered directly.',
    severity: 'error',
    from: { path: '^app/core/([^/]+)/' },
    to: {
      path: '^app/core/[^/]+/',
      pathNot: ['^app/core/$1/', '^app/core/kernel/', '^app/core/[^/]+/index\\.ts$'],
    },
  },
  {
    name: 'core-is-entered-at-index',
    comment: 'From outside, too, only through index.ts and kernel files.',
    severity: 'error',
    from: { path: OURS, pathNot: ['^app/core/', '^tests/'] },
    to: { path: '^app/core/[^/]+/', pathNot: ['^app/core/kernel/', '^app/core/[^/]+/index\\.ts$'] },
  },
];

const adapterRules = [
  {
    name: 'vendors-do-not-meet',
    comment: 'adapters/<kind>/<vendor> knows core, itself and adapters/http.',
    severity: 'error',
    from: { path: '^app/adapters/(commerce|messaging|payments|integrations)/([^/]+)/' },
    to: { path: '^app/adapters/', pathNot: ['^app/adapters/$1/$2/', '^app/adapters/http/'] },
  },
  {
    name: 'adapter-kinds-do-not-meet',
    comment: 'images, http, postgres and queue know core, themselves and adapters/http.',
    severity: 'error',
    from: { path: '^app/adapters/(images|http|postgres|queue)/' },
    to: { path: '^app/adapters/', pathNot: ['^app/adapters/$1/', '^app/adapters/http/'] },
  },
  {
    name: 'only-postgres-speaks-prisma',
    severity: 'error',
    from: {
      path: OURS,
      pathNot: ['^app/adapters/postgres/', '^app/queries/', '^prisma/', '^tests/'],
    },
    to: { path: 'node_modules/(@prisma|\\.prisma)/' },
  },
];

const generalRules = [
  {
    name: 'no-cycles',
    comment: 'A ring with a type-only import is none when the code runs.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-imports-tests',
    severity: 'error',
    from: { pathNot: '^tests/' },
    to: { path: '^tests/' },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: ['^virtual:', '^@wordpress/'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...layerRules, ...orderRules, ...coreRules, ...adapterRules, ...generalRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
