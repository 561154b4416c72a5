// Arrows between packages point one way. `pnpm layers` checks them; tools/layers.test.ts proves that
// the check really fails on a wrong import.

/** What each package may import; a package that is not listed here is refused. */
const ARROWS = {
  core: [],
  ingestion: ['core'],
  features: ['core', 'ingestion'],
  signals: ['core', 'ingestion', 'features'],
  risk: ['core'],
  execution: ['core', 'ingestion', 'features', 'signals', 'risk'],
  engine: ['core', 'ingestion', 'features', 'signals', 'risk', 'execution'],
  backtest: ['core', 'ingestion', 'features', 'signals', 'risk', 'execution', 'engine'],
  research: ['core', 'ingestion', 'features', 'signals', 'risk', 'execution', 'engine', 'backtest'],
  storage: ['core', 'ingestion', 'features', 'risk', 'execution', 'engine'],
  bybit: ['core', 'ingestion', 'execution'],
  'bybit-simulator': ['core', 'ingestion', 'command-line'],
  'command-line': ['core'],
};

/** Decide from what they are given: no clock, file, socket or random source. */
const SANS_IO = ['features', 'signals', 'risk', 'execution', 'engine'];

const BESIDE = '[.](test|bench)[.]ts$';
/** What several tests share. */
const FOR_TESTS = '/testing/';

const arrows = Object.entries(ARROWS).map(([name, allowed]) => ({
  name: `arrow-${name}`,
  comment: `${name} may import ${allowed.join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'unlisted-package',
      comment: 'Say in .dependency-cruiser.cjs what this package may import.',
      severity: 'error',
      from: { path: `^packages/(?!(${Object.keys(ARROWS).join('|')})/)` },
      to: {},
    },
    {
      name: 'not-to-apps',
      comment: 'Nothing depends on an app, nor on benchmarks or examples.',
      severity: 'error',
      from: { path: '^(packages|apps|bench|examples)/' },
      to: { path: '^(apps|bench|examples)/', pathNot: '^($1)/' },
    },
    {
      name: 'not-to-another-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'only-through-index',
      comment: 'Another package offers what its index.ts (or its worker, or its page) exports.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|apps/[^/]+|bench|examples)/' },
      to: { path: '^packages/[^/]+/', pathNot: ['^$1/', '^packages/[^/]+/src/(index|worker|page)[.]ts$'] },
    },
    {
      name: 'only-by-name',
      comment: 'Another package is imported by its name, never by a path into it.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|apps/[^/]+|bench|examples)/' },
      to: { path: '^packages/[^/]+/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'sans-io',
      comment: 'These packages read no clock, file, socket or random source.',
      severity: 'error',
      from: { path: `^packages/(${SANS_IO.join('|')})/src/`, pathNot: BESIDE },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?assert' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this module and it imports nothing.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '(^|/)src/(index|main|worker|page)[.]ts$',
          '[.]d[.]ts$',
          '[.](test|bench)[.]ts$',
          '^(bench|examples)/',
          '[.]config[.]ts$',
        ],
      },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that cannot be resolved must not count as allowed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-dependencies',
      comment: 'What a package imports stands in its own package.json.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: [BESIDE, FOR_TESTS] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/dist/|[.]config[.]ts$' },
    // Imports of types are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@auction-trader/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
