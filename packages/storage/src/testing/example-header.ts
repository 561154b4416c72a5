import { defaultConfig } from '@auction-trader/core';
import type { RecordingHeader } from '../recording/recording.ts';
import { NOON } from './example-rows.ts';

export function exampleHeader(changes: Partial<RecordingHeader> = {}): RecordingHeader {
  return {
    schema: 1,
    runId: 'run-1',
    instance: 'test',
    mode: 'paper',
    instrument: {
      venue: 'bybit',
      symbol: 'BTCUSDT',
      tickSize: '0.1',
      lotSize: '0.001',
      minOrderLots: 1,
      minNotional: 5,
    },
    startedMs: NOON,
    config: defaultConfig(),
    configHash: 'c0ffee',
    versions: { 'auction-trader': '0.0.0' },
    session: { takerFeeBps: 5.5, lastPrice: Number.NaN },
    ...changes,
  };
}
