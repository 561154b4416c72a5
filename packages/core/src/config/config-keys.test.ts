import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, configValue, findConfigKey } from './config-keys.ts';
import { defaultConfig } from './config-schema.ts';

describe('CONFIG_KEYS', () => {
  it('has flat names and aliases that stand for one key each', () => {
    const names = CONFIG_KEYS.flatMap((key) => [key.name, ...key.aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('describes every key, and gives its default', () => {
    const config = defaultConfig();
    for (const key of CONFIG_KEYS) {
      expect(key.help, key.fullName).toMatch(/^\S.{10,}\.$/s);
      expect(key.allowed, key.fullName).not.toBe('');
      expect(configValue(config, key), key.fullName).toEqual(key.default);
    }
  });

  it.each([
    ['value_area.va_fraction', 'a number from 0.5 to 0.95'],
    ['value_area.alpha_bin', 'a number above 0 and at most 5'],
    ['risk.cooldown_minutes', 'a whole number from 0 to 240'],
    ['risk.min_stop_ticks', 'a whole number at least 1'],
    ['risk.max_daily_loss', 'a number above 0 or null'],
    ['execution.limit_fill_rule', 'through, touch, queue'],
    ['backtest.funding_interval_hours', '1, 2, 4, 8'],
    ['execution.use_market_for_exit', 'only true'],
    ['backtest.synthetic_quotes_ticks', 'a whole number at least 1 or null'],
  ])('says that %s is %s', (name, allowed) => {
    expect(findConfigKey(name)?.allowed).toBe(allowed);
  });

  it('says of of_entry_min that any positive flow passes, and when the other threshold matters', () => {
    expect(findConfigKey('of_entry_min')?.help).toContain('At 0 any flow in favour passes');
    expect(findConfigKey('of_entry_min_norm')?.help).toContain('only matters once');
  });

  it('finds a key by flat name, full name and alias', () => {
    const key = findConfigKey('signal.of_fail_min');
    expect(key).not.toBeNull();
    for (const name of ['of_fail_min', 'of_fail_max', 'signal.of_fail_max'])
      expect(findConfigKey(name)).toBe(key);
    expect(findConfigKey('order_flow.of_fail_min')).toBeNull();
    expect(findConfigKey('constructor')).toBeNull();
  });
});
