import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AuctionTraderError } from '../auction-trader-error.ts';
import { CONFIG_KEYS } from './config-keys.ts';
import { defaultConfig } from './config-schema.ts';
import { type ConfigInputs, resolveConfig } from './resolve-config.ts';

const file = (yaml: string, name = 'my.yaml') => ({ name, content: parse(yaml) });

function errorOf(inputs: ConfigInputs): AuctionTraderError {
  try {
    resolveConfig(inputs);
  } catch (error) {
    if (error instanceof AuctionTraderError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('resolveConfig', () => {
  it('gives the defaults for nothing', () => {
    const { config, sources } = resolveConfig();
    expect(config).toEqual(defaultConfig());
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
    expect(Object.keys(sources)).toHaveLength(CONFIG_KEYS.length);
  });

  it('leaves the rest at its default (17.2 config)', () => {
    const { config, sources } = resolveConfig({ file: file('sizing:\n  risk_pct: 0.015') });
    expect(config.sizing).toEqual({ ...defaultConfig().sizing, risk_pct: 0.015 });
    expect(config.risk).toEqual(defaultConfig().risk);
    expect(sources['sizing.risk_pct']).toBe('my.yaml');
    expect(sources['sizing.tp1_pct']).toBe('default');
  });

  it.each(['', '# nothing', 'signal:', 'signal: {}'])('takes the file %j for no setting', (yaml) => {
    expect(resolveConfig({ file: file(yaml) }).config).toEqual(defaultConfig());
  });

  it.each(['va_fraction: 0.8', 'value_area.va_fraction: 0.8', 'value_area:\n  va_fraction: 0.8'])(
    'accepts %j',
    (yaml) => {
      expect(resolveConfig({ file: file(yaml) }).config.value_area.va_fraction).toBe(0.8);
    },
  );

  it.each(['of_fail_max: -1', 'signal:\n  of_fail_max: -1', 'signal.of_fail_max: -1'])(
    'accepts %j',
    (yaml) => {
      expect(resolveConfig({ file: file(yaml) }).config.signal.of_fail_min).toBe(-1);
    },
  );

  it('takes aliases on the command line', () => {
    const { config } = resolveConfig({ set: ['of_fail_max_norm=-0.2', 'order_flow.qimb_fail_max=-0.3'] });
    expect(config.signal.of_fail_min_norm).toBe(-0.2);
    expect(config.order_flow.qimb_fail_min).toBe(-0.3);
  });

  it('lets the later source win: file, environment, --set, option', () => {
    const key = 'database.data_dir';
    const inputs = {
      file: file('data_dir: from-file'),
      env: { DATABASE_DIR: 'from-env' },
      set: ['data_dir=from-set', 'data_dir=from-set-again'],
      options: [{ key, value: 'from-option', option: '--data-dir' }],
    };
    const at = (some: ConfigInputs) => {
      const { config, sources } = resolveConfig(some);
      return [config.database.data_dir, sources[key]];
    };
    expect(at({ file: inputs.file })).toEqual(['from-file', 'my.yaml']);
    expect(at({ file: inputs.file, env: inputs.env })).toEqual(['from-env', 'env DATABASE_DIR']);
    expect(at({ ...inputs, options: [] })).toEqual(['from-set-again', '--set']);
    expect(at(inputs)).toEqual(['from-option', '--data-dir']);
  });

  it('reads the environment: aliases, numbers, and empty variables as unset', () => {
    expect(resolveConfig({ env: { DATA_DIR: 'a' } }).config.database.data_dir).toBe('a');
    expect(resolveConfig({ env: { DATA_DIR: 'a', DATABASE_DIR: 'b' } }).config.database.data_dir).toBe('b');
    expect(resolveConfig({ env: { DATA_DIR: 'a', DATABASE_DIR: '' } }).config.database.data_dir).toBe('a');
    const { config } = resolveConfig({ env: { DASHBOARD_PORT: '9000', DASHBOARD_HOST: '::1', HOME: '/x' } });
    expect(config.dashboard).toMatchObject({ port: 9000, host: '::1' });
    expect(errorOf({ env: { DASHBOARD_PORT: 'http' } }).message).toContain('DASHBOARD_PORT is "http"');
  });

  it.each([
    ['enable_retest_mode=false', 'signal', 'enable_retest_mode', false],
    ['enable_retest_mode=TRUE', 'signal', 'enable_retest_mode', true],
    ['synthetic_quotes_ticks=off', 'backtest', 'synthetic_quotes_ticks', null],
    ['synthetic_quotes_ticks=null', 'backtest', 'synthetic_quotes_ticks', null],
    ['max_daily_loss = 5e2', 'risk', 'max_daily_loss', 500],
    ['funding_interval_hours=4', 'backtest', 'funding_interval_hours', 4],
    ['va_expansion=pair', 'value_area', 'va_expansion', 'pair'],
    ['limit_fill_rule=queue', 'execution', 'limit_fill_rule', 'queue'],
    ['symbol=1000PEPEUSDT', 'instrument', 'symbol', '1000PEPEUSDT'],
    ['token=a=b', 'dashboard', 'token', 'a=b'],
  ] as const)('--set %s', (set, section, name, expected) => {
    const config = resolveConfig({ set: [set] }).config as unknown as Record<string, Record<string, unknown>>;
    expect(config[section]?.[name]).toBe(expected);
  });

  it.each([
    ['va_fracton: 0.7', 'value_area.va_fraction'],
    ['value_area:\n  va_fracton: 0.7', 'value_area.va_fraction'],
    ['valu_area:\n  va_fraction: 0.7', 'value_area'],
    ['signal:\n  risk_pct: 0.01', 'sizing.risk_pct'],
    ['slipage_ticks_entry: 2', 'execution.slippage_ticks_entry'],
    ['sizing:\n  constructor: 1', 'sizing.'],
  ])('names the nearest key of %j', (yaml, nearest) => {
    const error = errorOf({ file: { ...file(yaml), rowOf: () => 2 } });
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      exitCode: 1,
      details: { file: 'my.yaml', row: 2 },
    });
    expect(error.message).toContain('is not a configuration key');
    expect(error.hint).toContain(nearest);
    expect(errorOf({ set: ['va_fracton=1'] }).hint).toContain('value_area.va_fraction');
  });

  it.each([
    ['va_fraction=0.99', 'va_fraction is 0.99; it must be a number from 0.5 to 0.95'],
    ['va_fraction=0.70001', 'at most four decimals'],
    ['va_fraction=abc', 'va_fraction is "abc"'],
    ['va_fraction=', 'va_fraction is ""'],
    ['accept_outside_k=2.5', 'a whole number from 1 to 20'],
    ['accept_inside_k=2', 'only 1'],
    ['use_market_for_exit=false', 'only true'],
    ['funding_interval_hours=3', '1, 2, 4, 8'],
    ['synthetic_quotes_ticks=0', 'at least 1 or null'],
    ['alpha_bin=0', 'above 0'],
    ['risk_pct=0.051', 'from 0 to 0.05'],
    ['max_leverage=11', 'from 1 to 10'],
    ['of_fail_min=1', 'at most 0'],
    ['enable_retest_mode=1', 'true or false'],
    ['tick_size=0', 'above 0'],
    ['symbol=../x', 'symbol is "../x"'],
    ['order_latency_ms=10001', 'from 0 to 10000'],
    ['va_edge_mode=inner', 'key, outer'],
    ['tp1_pct=0.5', 'set tp2_pct to 0.5'],
    ['tp1_pct=0.2', 'set tp2_pct to 0.8'],
    ['signals_db=other.db', 'one journal'],
    ['rolling_window_minutes', 'not of the form key=value'],
  ])('refuses --set %s', (set, text) => {
    const error = errorOf({ set: [set] });
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 1 });
    expect(`${error.message} ${error.hint}`).toContain(text);
  });

  it.each([
    ['va_fraction: "0.7"', 'va_fraction is "0.7"'],
    ['va_fraction:', 'va_fraction is null'],
    ['va_fraction: [0.7]', 'va_fraction is [0.7]'],
    ['signal: 3', 'signal is a section'],
    ['signal: [1]', 'signal is a section'],
    ['- 1', 'key: value'],
    ['just text', 'key: value'],
    ['va_fraction: 0.7\nvalue_area:\n  va_fraction: 0.7', 'set twice'],
    ['of_fail_min: -1\nof_fail_max: -1', 'set twice'],
  ])('refuses the file %j', (yaml, text) => {
    const error = errorOf({ file: file(yaml) });
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 1, details: { file: 'my.yaml' } });
    expect(`${error.message} ${error.hint}`).toContain(text);
  });

  it('takes a key without a value for an error, not for its default', () => {
    const content = { va_fraction: undefined };
    expect(errorOf({ file: { name: 'my.yaml', content } }).message).toContain('va_fraction is empty');
  });

  it('names all problems at once', () => {
    const error = errorOf({ file: file('risk_pct: 1\nfoo: 2'), set: ['va_fraction=2'] });
    expect(error.message).toContain('3 configuration errors');
    for (const name of ['risk_pct', 'foo', 'va_fraction']) expect(error.message).toContain(name);
  });

  it('refuses a wrong value even where a later one would win', () => {
    expect(errorOf({ set: ['va_fraction=2', 'va_fraction=0.7'] }).message).toContain('va_fraction is 2');
  });

  it('lets the warm-up follow the window, and refuses another length', () => {
    const { config, sources } = resolveConfig({ set: ['rolling_window_minutes=120'] });
    expect(config.startup.warmup_minutes).toBe(120);
    expect(sources['startup.warmup_minutes']).toBe('follows instrument.rolling_window_minutes');
    expect(resolveConfig({ set: ['rolling_window_minutes=60', 'warmup_minutes=60'] }).config).toBeDefined();
    expect(errorOf({ set: ['warmup_minutes=120'] }).message).toContain('warmup_minutes 120');
  });

  it('takes any valid value of a key, and gives it back', () => {
    const points = fc.integer({ min: 5000, max: 9500 });
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 10_000 }), fc.boolean(), (fraction, tp1, retest) => {
        const set = [
          `va_fraction=${fraction / 10_000}`,
          `sizing.tp1_pct=${tp1 / 10_000}`,
          `tp2_pct=${(10_000 - tp1) / 10_000}`,
          `enable_retest_mode=${retest}`,
        ];
        const { config } = resolveConfig({ set });
        expect(config.value_area.va_fraction).toBe(fraction / 10_000);
        expect(config.sizing.tp1_pct).toBe(tp1 / 10_000);
        expect(config.signal.enable_retest_mode).toBe(retest);
      }),
    );
  });
});

it('does not show a token that is refused', () => {
  const file = { name: 'my.yaml', content: { dashboard: { token: 987_654 } } };
  expect(() => resolveConfig({ file })).toThrow('token is hidden; it must be');
  expect(() => resolveConfig({ file })).not.toThrow('987');
});
