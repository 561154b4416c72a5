import { join } from 'node:path';
import type { CommandContext } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { SearchStore } from '@auction-trader/research';

/** The store of searches of a command's configuration. */
export function searchesFile({ config, path }: CommandContext): string {
  return path(join(config.database.data_dir, 'searches.db'));
}

/**
 * Works with a store that must be there already.
 *
 * @throws AuctionTraderError (`NO_SEARCH`, exit code 1) when there is none, and what `work` throws
 */
export async function withSearches<Result>(
  context: CommandContext,
  work: (store: SearchStore) => Result | Promise<Result>,
): Promise<Result> {
  const file = searchesFile(context);
  if (!SearchStore.exists(file)) {
    throw new AuctionTraderError('there is no search yet', {
      code: 'NO_SEARCH',
      exitCode: 1,
      details: { file },
      hint: 'Begin one with "backtester grid run --params accept_outside_k:1..6".',
    });
  }
  const store = SearchStore.open(file);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
