import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeSearchPlan } from '../search/make-plan.ts';
import { errorOf } from '../testing/error-of.ts';
import { parseSpace } from './parse-space.ts';
import { parseSearchFile } from './search-file.ts';

const NAME = 'search.yaml';
const read = (yaml: string) => parseSearchFile(NAME, yaml);

describe('parseSearchFile', () => {
  it('reads all forms of values', () => {
    const { parameters } = read(
      [
        'parameters:',
        '  accept_outside_k: 1..3',
        '  alpha_bin: { from: 0.1, to: 0.3, step: 0.1 }',
        '  risk.max_hold_minutes: { from: 15, to: 17 }',
        '  cooldown_minutes: [0, 3..5, "10"]',
        '  use_qimb: [true, false]',
        '  of_fail_max: -1',
        '  stop_buffer_ticks: 0, 2',
        '  use_bvc: false',
      ].join('\n'),
    );
    expect(parameters).toEqual([
      { key: 'signal.accept_outside_k', values: [1, 2, 3] },
      { key: 'value_area.alpha_bin', values: [0.1, 0.2, 0.3] },
      { key: 'risk.max_hold_minutes', values: [15, 16, 17] },
      { key: 'risk.cooldown_minutes', values: [0, 3, 4, 5, 10] },
      { key: 'order_flow.use_qimb', values: [true, false] },
      { key: 'signal.of_fail_min', values: [-1] },
      { key: 'risk.stop_buffer_ticks', values: [0, 2] },
      { key: 'order_flow.use_bvc', values: [false] },
    ]);
  });

  it('reads what else there is', () => {
    const file = read(
      [
        'constraints: [of_entry_min < 1]',
        'sampling: random',
        'sets: 5',
        'seed: 3',
        'symbols: [BTCUSDT]',
        'periods: [2025-06-01, 2025-06-03..2025-06-30, {from: 2025-07-01, to: 2025-07-01}]',
      ].join('\n'),
    );
    expect(file).toEqual({
      name: NAME,
      parameters: [],
      constraints: ['of_entry_min < 1'],
      sampling: 'random',
      sets: 5,
      seed: 3,
      symbols: ['BTCUSDT'],
      periods: [
        { fromDay: '2025-06-01', toDay: '2025-06-01' },
        { fromDay: '2025-06-03', toDay: '2025-06-30' },
        { fromDay: '2025-07-01', toDay: '2025-07-01' },
      ],
    });
  });

  it.each(['', '# nothing', '{}'])('takes %j for nothing said', (yaml) => {
    expect(read(yaml)).toEqual({ name: NAME, parameters: [], constraints: [], symbols: [], periods: [] });
  });

  it.each<[string, number, RegExp, RegExp]>([
    ['parameters:\n  a: [1', 2, /not valid YAML/, /parameters:/],
    ['- 1', 1, /the parameter file is wrong/, /key: values/],
    ['just text', 1, /the parameter file is wrong/, /key: values/],
    ['# one\nparametres:\n  use_qimb: true', 2, /parametres is not an entry/, /Did you mean parameters\?/],
    ['use_qimb: true', 1, /use_qimb is not an entry/, /below "parameters:"/],
    ['parameters: 3', 1, /parameters is wrong/, /Values are/],
    ['parameters:\n  use_qimb: true\n  alpha_bin:', 3, /parameters\.alpha_bin is wrong/, /Values are/],
    ['parameters:\n  alpha_bin: { from: 1, till: 2 }', 2, /parameters\.alpha_bin/, /Values are/],
    ['parameters:\n  use_qimb: true\n  alpha_bim: 1', 3, /alpha_bim is not a configuration key/, /alpha_bin/],
    ['parameters:\n  alpha_bin: [0.1, 7]', 2, /alpha_bin cannot be 7; it must be/, /multiple/],
    ['parameters:\n  alpha_bin: []', 2, /alpha_bin has no values/, /./],
    [
      'parameters:\n  alpha_bin: {from: 0.5, to: 0.1, step: 0.1}',
      2,
      /0\.5\.\.0\.1\/0\.1 ends before it begins/,
      /./,
    ],
    ['parameters:\n  of_fail_min: -1\n  of_fail_max: -2', 3, /signal\.of_fail_min stands twice/, /at once/],
    ['parameters:\n  use_qimb: true\n  use_qimb: false', 3, /unique/i, /./],
    ['constraints: a < b', 1, /constraints is wrong/, /one "- a < b" a line/],
    ['constraints:\n  - of_entry_min < 1\n  - of_entri_min < 1', 3, /of_entri_min/, /of_entry_min/],
    ['sampling: sobol', 1, /sampling is wrong/, /latin-hypercube/],
    ['sets: 0', 1, /sets is wrong/, /at least 1/],
    ['seed: -1', 1, /seed is wrong/, /4294967295/],
    ['symbols: BTCUSDT', 1, /symbols is wrong/, /\[BTCUSDT/],
    ['symbols:\n  - BTCUSDT\n  - btc/usdt', 3, /symbols\.1 is wrong/, /\[BTCUSDT/],
    ['periods:\n  - 2025-06-31', 2, /"2025-06-31" is no period/, /2025-06-01/],
    ['periods:\n  - 2025-06-02..2025-06-01', 2, /ends before it begins/, /Exchange/],
    ['periods: [2025-06-01..2025-06-02..2025-06-03]', 1, /is no period/, /2025-06-01/],
  ])('names file and row for %j', (yaml, row, message, hint) => {
    const error = errorOf(() => read(yaml));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error).toMatchObject({ code: 'SEARCH_INVALID', exitCode: 1, details: { file: NAME, row } });
  });

  it('is not drowned by aliases of aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}, *a${at}]`,
    );
    expect(errorOf(() => read(['a0: &a0 1', ...levels].join('\n'))).details).toMatchObject({ file: NAME });
  });
});

describe('parseSpace', () => {
  const file = read(
    'parameters: { use_qimb: [true, false], alpha_bin: 1..3 }\nconstraints: [alpha_bin < 3]\nsampling: random\nsets: 2\nseed: 9',
  );

  it('makes a grid of what the command line says', () => {
    expect(
      parseSpace({ params: ['accept_outside_k:1..2'], constraints: [' accept_outside_k > 0 '] }),
    ).toEqual({
      parameters: [{ key: 'signal.accept_outside_k', values: [1, 2] }],
      constraints: ['accept_outside_k > 0'],
      sampling: { kind: 'grid' },
    });
  });

  it('lets the command line win over the file', () => {
    expect(parseSpace({ file })).toEqual({
      parameters: file.parameters,
      constraints: ['alpha_bin < 3'],
      sampling: { kind: 'random', sets: 2, seed: 9 },
    });
    const own = {
      params: ['cooldown_minutes:1', 'use_qimb:true'],
      constraints: ['alpha_bin < 3', 'alpha_bin > 1'],
    };
    expect(parseSpace({ file, ...own, sampling: 'latin-hypercube', sets: 3 })).toEqual({
      parameters: [
        { key: 'order_flow.use_qimb', values: [true] },
        { key: 'value_area.alpha_bin', values: [1, 2, 3] },
        { key: 'risk.cooldown_minutes', values: [1] },
      ],
      constraints: ['alpha_bin < 3', 'alpha_bin > 1'],
      sampling: { kind: 'latin-hypercube', sets: 3, seed: 9 },
    });
    expect(parseSpace({ file, sampling: 'grid' }).sampling).toEqual({ kind: 'grid' });
  });

  it.each([
    [{}, /varies nothing/, /--params/],
    [
      { params: ['of_fail_max:-1', 'signal.of_fail_min:-2'] },
      /signal\.of_fail_min is given twice/,
      /one --params/,
    ],
    [
      { params: ['use_qimb:true'], sampling: 'latin-hyperqube' },
      /latin-hyperqube is no sampling/,
      /latin-hypercube\?/,
    ],
    [{ params: ['use_qimb:true'], sampling: 'random' }, /random sampling needs a number of sets/, /--sets/],
    [{ params: ['use_qimb:true'], sets: 3 }, /a grid runs all its sets, not 3/, /--sampling/],
    [
      { params: ['use_qimb:true'], constraints: ['use_qimb <'] },
      /the constraint "use_qimb <"/,
      /For example/,
    ],
  ])('refuses %j', (inputs, message, hint) => {
    const error = errorOf(() => parseSpace(inputs));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.exitCode).toBe(1);
  });
});

it('the example in the examples folder is a search that can be planned', () => {
  const path = new URL('../../../../examples/search.yaml', import.meta.url);
  const file = parseSearchFile('examples/search.yaml', readFileSync(path, 'utf8'));
  const [symbol] = file.symbols;
  const period = { venue: 'bybit', symbol: symbol!, ...file.periods[0]!, dataHash: '' };
  const plan = makeSearchPlan({
    base: {},
    space: parseSpace({ file }),
    strategy: 'auction',
    periods: [period],
    maxSets: 10_000,
  });
  expect(plan.sets).toHaveLength(500);
  expect(plan.excluded).toBeGreaterThan(0);
  // All keys but those of the constraints keep the balance of a Latin hypercube: 500 sets, 6 values.
  const each = [1, 2, 3, 4, 5, 6].map((k) => plan.sets.filter(({ values }) => values[0] === k).length);
  expect(each.reduce((sum, count) => sum + count)).toBe(500);
  expect(Math.max(...each) - Math.min(...each)).toBeLessThan(20);
});
