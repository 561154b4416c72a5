import { readFileSync } from 'node:fs';
import {
  auctionStrategy,
  prepareFeatures,
  prepareMarket,
  runBacktest,
  runBars,
  summarize,
} from '@auction-trader/backtest';
import { defaultConfig } from '@auction-trader/core';
import { importFiles } from '@auction-trader/ingestion';
import { expect, it } from 'vitest';
import { SAMPLE_FILES, withTemporaryStore } from './sample.ts';

// The figures of docs/fill-model.md.

it('shows how far bars may be from ticks', async () => {
  const page = readFileSync(new URL('../docs/fill-model.md', import.meta.url), 'utf8').replaceAll(
    /\s+/g,
    ' ',
  );
  await withTemporaryStore(async (store) => {
    const [, second] = SAMPLE_FILES;
    await importFiles(store, { trades: [second!], symbol: 'LTCUSDT', tickSize: '0.01', lotSize: '0.001' });
    const source = store.source('LTCUSDT');
    const config = defaultConfig();
    const market = prepareMarket(source, config);
    const features = prepareFeatures(market, config);
    const strategy = auctionStrategy(source, config);
    const { tape } = market;
    const byBars = summarize(runBars({ source, quotes: 'synthetic', tape, features, config, strategy }));
    const byTicks = summarize(runBacktest(source, config));
    expect(page).toContain(`the ticks lose ${Math.round(-byTicks.metrics.net_pnl)} USDT`);
    expect(page).toContain(`bar mode gains ${Math.round(byBars.metrics.net_pnl)}.`);
  });
});
