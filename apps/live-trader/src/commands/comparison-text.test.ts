import { expect, it } from 'vitest';
import { SAMPLE_COMPARISON } from '../testing/sample-comparison.ts';
import { comparisonText } from './comparison-text.ts';

it('shows what differs as tables, with the parts of each difference', () => {
  expect(comparisonText(SAMPLE_COMPARISON).split('\n')).toEqual([
    'BTCUSDT live, run 20250621T000000000Z-live',
    '1,440 minutes: 1 decided differently, 1 of another size',
    'live      1 trades, -12.50 net, fees -11.00, funding 0.00',
    'backtest  1 trades, -10.00 net, fees -11.00, funding 0.00',
    '2 fills, 2 differ, 0 differences unexplained',
    '',
    'minute            live      backtest    why',
    '2025-06-21 18:00  COOLDOWN  ENTER_LONG  position',
    '',
    'decided           order           lots     live  backtest  worse  market  model  book  later ms  why',
    '2025-06-21 18:00  BUY ENTRY  200 / 201  50000.3   50000.1      2       3     -1     0       160  size follows the money, time, market moved, slippage of the model',
    '2025-06-21 18:00  SELL STOP    200 / -  50000.3         -                                        left by TIME',
    '',
    expect.stringContaining('worse: ticks by which live did worse'),
  ]);
});

it('shows no tables when nothing differs', () => {
  const same = { ...SAMPLE_COMPARISON, decisions: [], fills: [] };
  expect(comparisonText(same).split('\n').length).toBe(5);
});
