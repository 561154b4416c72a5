import { ACTION, REASON } from '@auction-trader/core';
import { SignalColumns } from '@auction-trader/engine';
import { SIGNAL_FLAG } from '@auction-trader/signals';
import { expect, it } from 'vitest';
import { decisionCounts } from './decision-counts.ts';

it('decisionCounts counts minutes per action, reason and flag', () => {
  const signals = new SignalColumns(5);
  signals.action.set([ACTION.HOLD, ACTION.ENTER_LONG, ACTION.HOLD, ACTION.HOLD]);
  signals.reason.set([REASON.WARMUP, REASON.ENTRY, REASON.COOLDOWN, REASON.COOLDOWN]);
  signals.flags.set([0, SIGNAL_FLAG.BREAKIN_LONG, SIGNAL_FLAG.BREAKIN_LONG | SIGNAL_FLAG.FAILBREAK_LONG, 0]);
  expect(decisionCounts(signals, 4)).toEqual({
    action: { HOLD: 3, ENTER_LONG: 1 },
    reason: { WARMUP: 1, COOLDOWN: 2, ENTRY: 1 },
    flag: {
      signal_breakin_long: 2,
      signal_breakin_short: 0,
      signal_breakout_long: 0,
      signal_breakout_short: 0,
      signal_failbreak_long: 1,
      signal_failbreak_short: 0,
    },
  });
});
