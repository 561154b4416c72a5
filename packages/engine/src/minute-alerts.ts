import type { Config } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { SessionAlerts } from './session-alerts.ts';

/** Tells whether the minute of tape row `index` has a value area. Without a warm-up there is none to miss. */
export function watchValueArea(
  alerts: SessionAlerts,
  { instrument, value_area }: Config,
  tape: MinuteTape,
  features: FeatureColumns,
  index: number,
  decisionMs: number,
  warm: boolean,
): void {
  if (features.valid[index] === 1) {
    alerts.clear('VA_INVALID', decisionMs, 'The value area is valid again.');
    return;
  }
  if (!warm || tape.droppedRows + index + 1 < instrument.rolling_window_minutes) return;
  const reason = Number.isNaN(features.sigma[index]!) ? 'no volatility' : 'too few bins';
  const found = { bins: features.profileBins[index]!, min: value_area.min_va_bins, reason };
  alerts.raise('VA_INVALID', decisionMs, `There is no valid value area: ${reason}.`, found);
}

/** Tells whether too much of the volume of tape row `index` has no clear side; says nothing of a minute without trades. */
export function watchAmbiguity(
  alerts: SessionAlerts,
  { order_flow }: Config,
  tape: MinuteTape,
  features: FeatureColumns,
  index: number,
  decisionMs: number,
): void {
  if (tape.volumeLots[index] === 0) return;
  const frac = features.ambiguousFraction[index]!;
  const max = order_flow.ambiguous_trade_frac_max;
  if (frac > max) {
    const share = `${Math.round(frac * 100)} %`;
    alerts.raise('HIGH_AMBIGUOUS', decisionMs, `${share} of the volume has no clear side.`, { frac, max });
  } else alerts.clear('HIGH_AMBIGUOUS', decisionMs, 'The volume has clear sides again.');
}
