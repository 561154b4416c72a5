import { resolveConfig } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { chosenKeys } from './chosen-keys.ts';
import { baseConfig } from './config-of-set.ts';

it('are those that were set, without what cannot change a result', () => {
  const resolved = resolveConfig({
    file: {
      name: 'my.yaml',
      content: { va_fraction: 0.7, risk: { max_daily_loss: null }, 'instrument.rolling_window_minutes': 120 },
    },
    env: { DATA_DIR: '/data', DASHBOARD_TOKEN: 'secret' },
    set: [
      'workers=3',
      'grid_max_runs=20000',
      'symbol=LTCUSDT',
      'qimb_source=close',
      'monitoring.alert_repeat_minutes=9',
    ],
  });
  const base = chosenKeys(resolved);
  expect(base).toEqual({
    'instrument.rolling_window_minutes': 120,
    'value_area.va_fraction': 0.7,
    'risk.max_daily_loss': null,
    'order_flow.qimb_source': 'close',
  });
  const { startup, signal, risk } = resolved.config;
  expect(baseConfig(base)).toMatchObject({ startup, signal, risk });
});
