import { type CommandContext, type DayRangeOptions, dayRange } from '@auction-trader/command-line';
import type { TickSource } from '@auction-trader/core';
import { buildFeatures, type MarketFeatures } from '../build-features.ts';
import { searchesFile } from '../grid/grid-store.ts';
import { openMarket, openStore } from '../open-market.ts';
import { quotesLabel } from '../quotes-label.ts';
import { minuteTables } from './minute-tables.ts';
import type { QueryTable } from './query-table.ts';
import { runTables } from './run-tables.ts';
import { searchTables } from './search-tables.ts';
import { tickTables } from './tick-tables.ts';

/** Which days of the market, and which reports. */
export interface QueryScope extends DayRangeOptions {
  readonly reports: string;
}

/** All tables a query may name. What they hold is opened when a query reads it. */
export function queryTables(context: CommandContext, scope: QueryScope): QueryTable[] {
  const { symbol } = context.config.instrument;
  const range = dayRange(scope);
  let source: TickSource | undefined;
  const open = () => (source ??= openMarket(context, range));
  let minutes: MarketFeatures | undefined;
  const compute = () => (minutes ??= computeMinutes(context, open()));
  return [
    ...tickTables({ symbol, place: openStore(context).dir, open }),
    ...minuteTables({ symbol, compute }),
    ...runTables(context.path(scope.reports)),
    ...searchTables({ file: searchesFile(context), notice: context.notice }),
  ];
}

function computeMinutes(context: CommandContext, source: TickSource): MarketFeatures {
  const progress = context.progress('features');
  try {
    const market = buildFeatures(source, context.config, ({ done }) =>
      progress.update(done / source.days.length),
    );
    const label = quotesLabel(market.quotes, context.config);
    if (label !== null) context.notice(label);
    return market;
  } finally {
    progress.stop();
  }
}
