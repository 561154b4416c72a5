import type { FrameDecoder, MarketSink } from '@auction-trader/ingestion';

/**
 * Frames for tests: `t time price lots side id`, `q time bid bidLots ask askLots`, separated by `;`. As a
 * real decoder does, it remembers the book (an equal quote is a repeat; an outdated one is shown, and is
 * not the book) and the trades it has seen, the latter beyond a reset.
 */
export class PlainDecoder implements FrameDecoder {
  #book = '';
  #bookMs = 0;
  #seen = new Set<string>();

  decode(text: string, _receivedMs: number, sink: MarketSink): void {
    for (const event of text.split(';')) {
      const [kind, ...fields] = event.split(' ');
      const [a, b, c, d, e] = fields.map(Number) as [number, number, number, number, number];
      if (kind === 't') this.#trade(fields[4] ?? '', () => sink.trade(a, b, c, d), sink);
      else if (kind === 'q') {
        const book = fields.slice(1).join(' ');
        if (a >= this.#bookMs && book === this.#book) sink.repeatedQuote(a);
        else sink.quote(a, b, c, d, e);
        if (a >= this.#bookMs) [this.#book, this.#bookMs] = [book, a];
      } else sink.refused('malformed');
    }
  }

  reset(): void {
    this.#book = '';
    this.#bookMs = 0;
  }

  snapshot(): unknown {
    return { book: this.#book, bookMs: this.#bookMs, seen: [...this.#seen] };
  }

  restore(snapshot: unknown): void {
    const { book, bookMs, seen } = snapshot as { book: string; bookMs: number; seen: string[] };
    this.#book = book;
    this.#bookMs = bookMs;
    this.#seen = new Set(seen);
  }

  #trade(id: string, show: () => void, sink: MarketSink): void {
    if (this.#seen.has(id)) sink.refused('duplicate');
    else show();
    if (id !== '') this.#seen.add(id);
  }
}
