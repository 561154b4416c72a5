import type { Instrument } from '@auction-trader/core';
import type { FrameDecoder, MarketSink } from '@auction-trader/ingestion';

/** Reads the public frames of a linear symbol. */
export class BybitFrameDecoder implements FrameDecoder {
  readonly #instrument: Instrument;

  constructor(instrument: Instrument) {
    this.#instrument = instrument;
  }

  decode(_text: string, _receivedMs: number, _sink: MarketSink): void {
    throw new Error(`not yet: ${this.#instrument.symbol}`);
  }

  reset(): void {}
}
