import { defaultConfig } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { parameterRows, parameters } from './parameter-rows.ts';

it('marks what differs from the default', () => {
  const config = defaultConfig();
  expect(parameterRows(config).filter((row) => row.changed)).toEqual([]);
  const changed = parameterRows({ ...config, signal: { ...config.signal, accept_outside_k: 5 } });
  expect(changed.filter((row) => row.changed)).toMatchObject([
    { section: 'signal', name: 'accept_outside_k', value: '5', default: '3' },
  ]);
});

it('leaves out what may name private places or secrets', () => {
  const config = defaultConfig();
  const secret = { ...config, dashboard: { ...config.dashboard, token: 'hush' } };
  expect(JSON.stringify(parameterRows(secret))).not.toContain('hush');
  expect(JSON.stringify(parameters(secret))).not.toContain('hush');
  expect(parameters(secret)).not.toHaveProperty('database');
  expect(parameters(secret)).toHaveProperty('value_area');
});
