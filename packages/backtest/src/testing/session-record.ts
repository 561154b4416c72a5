import type { ClosedMinute, SessionAlert, SessionListener, TradingSession } from '@auction-trader/engine';
import type { OrderCommand } from '@auction-trader/execution';

/** Writes down everything a session tells, each call as one line of text. */
export class SessionRecord implements SessionListener {
  readonly lines: string[] = [];
  readonly alerts: SessionAlert[] = [];
  /** The session, for the rows of a minute; set it after making the session. */
  session: TradingSession | null = null;

  onMinute({ decision, equity, positionLots, day, tradeTo, quoteTo }: ClosedMinute): void {
    const { session } = this;
    const { index, ...decided } = decision;
    const rows = session === null ? [] : [rowOf(session.tape, index), rowOf(session.features, index)];
    this.#note('minute', { ...decided, equity, positionLots, start: day.dayStartMs, tradeTo, quoteTo, rows });
  }

  onLocalCommand(command: OrderCommand): void {
    this.#note('command', command);
  }

  onEntrySubmitted(side: number, timeMs: number): void {
    this.#note('submitted', { side, timeMs });
  }

  onEntryDropped(why: string, timeMs: number): void {
    this.#note('dropped', { why, timeMs });
  }

  onFill(fill: object): void {
    this.#note('fill', fill);
  }

  onFunding(payment: object): void {
    this.#note('funding', payment);
  }

  onTradeClosed(trade: object): void {
    this.#note('trade', trade);
  }

  onAlert(alert: SessionAlert): void {
    this.alerts.push(alert);
    this.#note('alert', alert);
  }

  onChange(change: string, timeMs: number): void {
    this.#note('change', { change, timeMs });
  }

  onOperatorRefused(command: string, why: string): void {
    this.#note('refused', { command, why });
  }

  /** Records of one kind, parsed. */
  of(kind: string): Record<string, never>[] {
    return this.lines
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => JSON.parse(line.slice(kind.length + 1)));
  }

  #note(kind: string, data: object): void {
    this.lines.push(`${kind} ${exactText(data)}`);
  }
}

/** JSON that tells -0, NaN and the infinities apart. */
export function exactText(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => {
    if (typeof value !== 'number') return value;
    return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
  });
}

/** Row `index` of every column of an object. */
export function rowOf(columnSet: object, index: number): Record<string, number> {
  const row: Record<string, number> = {};
  for (const [name, column] of Object.entries(columnSet)) {
    if (ArrayBuffer.isView(column)) row[name] = (column as Float64Array)[index]!;
  }
  return row;
}
