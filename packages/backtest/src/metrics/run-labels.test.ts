import { defaultConfig } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { runLabels } from './run-labels.ts';

it('says nothing of a plain run', () => {
  expect(runLabels(sampleRun({ minutes: 10 }))).toEqual([]);
});

it('names inferred quotes with their spread', () => {
  const run = sampleRun({ minutes: 10, quotes: 'synthetic' });
  expect(runLabels(run)).toEqual(['quotes inferred from trades, spread 1 tick assumed']);
  const config = defaultConfig();
  const two = { ...config, backtest: { ...config.backtest, synthetic_quotes_ticks: 2 } };
  expect(runLabels({ ...run, config: two })).toEqual(['quotes inferred from trades, spread 2 ticks assumed']);
});

it('names bar mode, an open position and a tripped kill switch', () => {
  const run = sampleRun({ minutes: 2000, approximate: true, leaveOpen: true, maxTrades: 1 });
  expect(runLabels({ ...run, killSwitchMs: [1, 2] })).toEqual([
    'approximate: made from one-minute bars, not from ticks',
    'a position is still open: in the equity, not in the trades',
    'the daily loss limit stopped trading 2 times',
  ]);
});
