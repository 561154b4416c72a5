import type { SideForm } from '../csv/read-side.ts';
import type { TickKind } from '../store/tick-kind.ts';

/** Places of a trade file's columns, counted from 0; null for a column it does not have. */
export interface TradePlaces {
  readonly time: number;
  readonly price: number;
  readonly size: number;
  readonly side: number | null;
  readonly sideForm: SideForm;
  readonly id: number | null;
  readonly symbol: number | null;
}

/** Places of a quote file's columns, counted from 0; null for a column it does not have. */
export interface QuotePlaces {
  readonly time: number;
  readonly bidPrice: number;
  readonly bidSize: number;
  readonly askPrice: number;
  readonly askSize: number;
  readonly symbol: number | null;
}

/** A form of file that can be imported. */
export interface Layout<Places extends TradePlaces | QuotePlaces = TradePlaces | QuotePlaces> {
  /** Short name, for `--format`. */
  readonly name: string;
  readonly kind: TickKind;
  /** What it is, with its usual first line, for error messages. */
  readonly description: string;
  /** The venue it always comes from, null for a general one. */
  readonly venue: string | null;
  /**
   * Recognises a file by the fields of its first line, as they stand there.
   *
   * @returns null when it is not of this layout
   */
  match(fields: readonly string[]): LayoutMatch<Places> | null;
}

/** A file recognised as being of a layout. */
export interface LayoutMatch<Places = TradePlaces | QuotePlaces> {
  /** Whether the first line is a header; else it is the first row. */
  readonly hasHeader: boolean;
  readonly places: Places;
}

/** A layout of trades. */
export type TradeLayout = Layout<TradePlaces>;

/** A layout of quotes. */
export type QuoteLayout = Layout<QuotePlaces>;
