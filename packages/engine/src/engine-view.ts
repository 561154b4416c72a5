import { type Instrument, MINUTE_MS } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { MinuteView, PositionView } from '@auction-trader/signals';

/** The view handed to strategies: only its row moves on. */
export class EngineView implements MinuteView {
  readonly instrument: Instrument;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly position: PositionView;
  index = 0;

  constructor(instrument: Instrument, tape: MinuteTape, features: FeatureColumns, position: PositionView) {
    this.instrument = instrument;
    this.tape = tape;
    this.features = features;
    this.position = position;
  }

  get decisionMs(): number {
    return this.tape.minuteMs(this.index) + MINUTE_MS;
  }
}
