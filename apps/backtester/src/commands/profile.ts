import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  countText,
  minuteText,
  parseTime,
  percentText,
  runCommand,
} from '@auction-trader/command-line';
import { AuctionTraderError, formatOnGrid, type Instrument, MINUTE_MS } from '@auction-trader/core';
import { profileAt, type VolumeProfile } from '@auction-trader/features';
import type { Command } from 'commander';
import { buildFeatures, type MarketFeatures } from '../build-features.ts';
import { addSymbol, addSyntheticQuotes, type MarketOptions, marketKeys } from '../market-options.ts';
import { openMarket } from '../open-market.ts';
import { type ProfileBin, profileText } from '../profile-text.ts';
import { quotesLabel } from '../quotes-label.ts';

interface ProfileOptions extends CommonOptions, MarketOptions {
  readonly at?: string;
}

/** Value area and histogram at one moment. Prices as decimals; null where there is no value area. */
interface ProfileDocument {
  readonly symbol: string;
  readonly venue: string;
  /** End of the last closed minute, epoch ms: what was known then. */
  readonly at_ms: number;
  readonly ts_min: number;
  readonly quotes: string;
  readonly labels: readonly string[];
  readonly va_is_valid: boolean;
  readonly poc: number | null;
  readonly vah: number | null;
  readonly val: number | null;
  readonly vah_edge: number | null;
  readonly va_coverage: number | null;
  readonly va_bin_count: number | null;
  readonly hist_bin_count: number;
  readonly bin_width: number;
  /** Base coin. */
  readonly total_volume: number;
  readonly bins: readonly { readonly price: number; readonly volume: number }[];
}

/** `profile`. */
export function addProfileCommand(program: Command): void {
  const command = program
    .command('profile')
    .description('draw the volume profile with POC, VAH and VAL as they stood at a time');
  addSyntheticQuotes(addSymbol(command)).option(
    '--at <time>',
    'UTC time, YYYY-MM-DDTHH:MM (default: the end of the data)',
  );
  addCommonOptions(command, 'profile --symbol LTCUSDT --at 2025-06-21T18:00').action(
    (options: ProfileOptions) =>
      runCommand(options, (context) => showProfile(context, options), marketKeys(options)),
  );
}

function showProfile(context: CommandContext, options: ProfileOptions): void {
  const atMs = options.at === undefined ? null : parseTime(options.at, '--at');
  // The minute that closed at a day's very start belongs to the day before.
  const all = openMarket(context, { fromMs: null, toMs: null });
  const source = atMs === null ? all : { ...all, days: all.days.filter((day) => day < atMs) };
  const progress = context.progress('profile');
  const market = buildFeatures(source, context.config, ({ done }) =>
    progress.update(done / source.days.length),
  );
  progress.stop();
  const index = rowAt(market, atMs);
  const { rolling_window_minutes: window } = context.config.instrument;
  const { tape, features } = market;
  const bins = profileAt(tape, features, index, window);
  const label = quotesLabel(market.quotes, context.config);
  if (label !== null && context.json) context.notice(label);
  const document = profileDocument(market, index, bins, label);
  context.result(document, () => profilePage(market, index, bins, document));
}

/** Row of the last minute that was closed at a time. */
function rowAt({ tape, instrument }: MarketFeatures, atMs: number | null): number {
  const last = tape.length - 1;
  const index = atMs === null ? last : tape.indexOf(Math.floor(atMs / MINUTE_MS) * MINUTE_MS) - 1;
  if (index >= 0 && index <= last) return index;
  throw new AuctionTraderError(`there is no closed minute of ${instrument.symbol} at that time`, {
    code: 'TIME_OUTSIDE',
    exitCode: 1,
    details: { key: '--at' },
    hint:
      last < 0
        ? 'The data has no closed minute; import more.'
        : `Closed minutes end from ${minuteText(tape.minuteMs(1))} to ${minuteText(tape.minuteMs(tape.length))} UTC.`,
  });
}

function profileDocument(
  { instrument, quotes, tape, features }: MarketFeatures,
  index: number,
  bins: VolumeProfile,
  label: string | null,
): ProfileDocument {
  const { venue, symbol, tick, lot } = instrument;
  const valid = features.valid[index] === 1;
  const price = (ticks: number) => Number(formatOnGrid(ticks, tick));
  const volume = (lots: number) => Number(formatOnGrid(lots, lot));
  const whenValid = (value: number) => (valid ? value : null);
  return {
    symbol,
    venue,
    at_ms: tape.minuteMs(index + 1),
    ts_min: tape.minuteMs(index),
    quotes,
    labels: label === null ? [] : [label],
    va_is_valid: valid,
    poc: whenValid(Number(`${features.pocHalfTicks[index]! * tick.mantissa * 5}e-${tick.decimals + 1}`)),
    vah: whenValid(price(features.vahTicks[index]!)),
    val: whenValid(price(features.valTicks[index]!)),
    vah_edge: whenValid(price(features.vahEdgeTicks[index]!)),
    va_coverage: whenValid(features.valueAreaLots[index]! / features.windowLots[index]!),
    va_bin_count: whenValid(features.valueAreaBins[index]!),
    hist_bin_count: bins.lots.filter((lots) => lots > 0).length,
    bin_width: price(bins.widthTicks),
    total_volume: volume(features.windowLots[index]!),
    bins: Array.from(bins.lots, (lots, at) => ({
      price: price((bins.firstBin + at) * bins.widthTicks),
      volume: volume(lots),
    })),
  };
}

function profilePage(
  market: MarketFeatures,
  index: number,
  bins: VolumeProfile,
  document: ProfileDocument,
): string {
  const { instrument, tape } = market;
  const head = [
    `${document.symbol} (${document.venue}), ${minuteText(tape.minuteMs(index + 1))} UTC`,
    ...document.labels.map((label) => `! ${label}`),
    document.va_is_valid
      ? `POC ${document.poc}  VAH ${document.vah}  VAL ${document.val}  ` +
        `${percentText(document.va_coverage)} of the volume in ${document.va_bin_count} bins of ${document.bin_width}`
      : `no valid value area: ${countText(document.hist_bin_count)} bins with volume`,
  ];
  if (bins.lots.length === 0) return [...head, '', 'nothing was traded in the window'].join('\n');
  return [...head, '', profileText(markedBins(market, index, bins, instrument))].join('\n');
}

function markedBins(
  { features }: MarketFeatures,
  index: number,
  { firstBin, widthTicks, lots }: VolumeProfile,
  { tick }: Instrument,
): ProfileBin[] {
  const valid = features.valid[index] === 1;
  // Levels are looked up by bin: in "outer" mode they lie on the other edge of theirs.
  const val = features.valTicks[index]! / widthTicks;
  const vah = features.vahEdgeTicks[index]! / widthTicks - 1;
  const poc = Math.floor(features.pocHalfTicks[index]! / 2 / widthTicks);
  return Array.from(lots, (binLots, at) => {
    const bin = firstBin + at;
    const marks = [bin === vah && 'VAH', bin === poc && 'POC', bin === val && 'VAL'];
    return {
      price: formatOnGrid(bin * widthTicks, tick),
      lots: binLots,
      inValueArea: valid && bin >= val && bin <= vah,
      mark: valid ? marks.filter((mark) => mark !== false).join(' ') : '',
    };
  });
}
