import { rmSync } from 'node:fs';
import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  dayRange,
  minuteText,
  runCommand,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import type { Command } from 'commander';
import { type AuditDifference, auditMinute, isAudited, withRecentDays } from '../audit-profile.ts';
import { buildFeatures } from '../build-features.ts';
import { addSymbol, addSyntheticQuotes, type MarketOptions, marketKeys } from '../market-options.ts';
import { cacheFolder, openMarket } from '../open-market.ts';
import { quotesLabel } from '../quotes-label.ts';

interface RebuildOptions extends CommonOptions, MarketOptions, DayRangeOptions {}

/** Differences that are listed; one is one too many. */
const LISTED = 20;

/** `rebuild`. */
export function addRebuildCommand(program: Command): void {
  const command = program
    .command('rebuild')
    .description(
      'drop cached bars, build profiles from the raw trades once an hour, compare the rolling ones',
    );
  addSyntheticQuotes(addDayRange(addSymbol(command)));
  addCommonOptions(command, 'rebuild --symbol LTCUSDT --from 2025-06-21').action((options: RebuildOptions) =>
    runCommand(options, (context) => rebuild(context, options), marketKeys(options)),
  );
}

function rebuild(context: CommandContext, options: RebuildOptions): void {
  const source = openMarket(context, dayRange(options));
  rmSync(cacheFolder(context, source.instrument), { recursive: true, force: true });
  const raw = withRecentDays(source);
  const differences: AuditDifference[] = [];
  let audited = 0;
  const progress = context.progress('rebuild');
  const market = buildFeatures(source, context.config, ({ done, from, to }, built) => {
    for (let index = from; index < to; index++) {
      if (!isAudited(built.tape.minuteMs(index))) continue;
      differences.push(...auditMinute(raw, context.config, built, index));
      audited++;
    }
    progress.update(done / source.days.length);
  });
  progress.stop();
  const label = quotesLabel(market.quotes, context.config);
  if (label !== null) context.notice(label);
  const { symbol } = source.instrument;
  const minutes = market.tape.length;
  context.result(
    { symbol, minutes, audited, equal: differences.length === 0, differences: differences.slice(0, LISTED) },
    () => `${symbol}: ${countText(minutes)} minutes, ${countText(audited)} profiles rebuilt from raw trades`,
  );
  refuseDifferences(context, differences);
}

function refuseDifferences(context: CommandContext, differences: readonly AuditDifference[]): void {
  const [first] = differences;
  if (first === undefined) return;
  for (const { ts_min, what, rolling, rebuilt } of differences.slice(0, LISTED)) {
    context.notice(`${minuteText(ts_min)} UTC: ${what}: rolling ${rolling}, rebuilt ${rebuilt}`);
  }
  throw new AuctionTraderError(
    `the rolling profile differs from the raw trades in ${differences.length} places`,
    {
      code: 'PROFILE_DIFFERS',
      hint: 'This is a fault of the program; please report it with the lines above.',
    },
  );
}
