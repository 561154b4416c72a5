import type { FrameDecoder, FrameRefusal, MarketSink } from '@auction-trader/ingestion';

/** One event of a frame that a {@link ListDecoder} reads; a quote's prices come before its sizes. */
export type ListEvent =
  | readonly ['trade', timeMs: number, priceTicks: number, sizeLots: number, side: number]
  | readonly ['quote', timeMs: number, bidTicks: number, askTicks: number, bidLots: number, askLots: number]
  | readonly ['repeat', timeMs: number]
  | readonly ['refused', why: FrameRefusal];

/** Reads frames that are JSON lists of {@link ListEvent}; everything else is malformed. Remembers how many it read. */
export class ListDecoder implements FrameDecoder {
  frames = 0;
  connections = 0;

  decode(text: string, _receivedMs: number, sink: MarketSink): void {
    this.frames++;
    for (const event of readList(text)) {
      if (event[0] === 'trade') sink.trade(event[1], event[2], event[3], event[4]);
      else if (event[0] === 'quote') sink.quote(event[1], event[2], event[4], event[3], event[5]);
      else if (event[0] === 'repeat') sink.repeatedQuote(event[1]);
      else sink.refused(event[1]);
    }
  }

  reset(): void {
    this.connections++;
  }

  snapshot(): unknown {
    return { frames: this.frames, connections: this.connections };
  }

  restore(state: unknown): void {
    Object.assign(this, state);
  }
}

function readList(text: string): readonly ListEvent[] {
  try {
    return JSON.parse(text) as ListEvent[];
  } catch {
    return [['refused', 'malformed']];
  }
}
