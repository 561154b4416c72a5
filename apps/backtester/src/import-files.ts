import type { CommandContext } from '@auction-trader/command-line';
import type { Config, InstrumentFacts } from '@auction-trader/core';
import { type ImportOptions, type ImportReport, importFiles } from '@auction-trader/ingestion';
import { openStore } from './open-market.ts';

/** Imports files into the tick store, with progress, until done or Ctrl-C. */
export async function importWithProgress(
  context: CommandContext,
  options: ImportOptions,
): Promise<ImportReport> {
  const progress = context.progress('import');
  try {
    return await context.interruptible((signal) => {
      context.log.debug({ ...options }, 'importing');
      return importFiles(openStore(context), {
        fallback: configuredInstrument(context.config),
        ...options,
        signal,
        onProgress: ({ fileIndex, fileCount, bytesRead, bytes }) =>
          progress.update((fileIndex + (bytes === 0 ? 1 : bytesRead / bytes)) / fileCount),
      });
    });
  } finally {
    progress.stop();
  }
}

/** The grid of the configured symbol, for files that are not of a stored one. */
export function configuredInstrument({ instrument }: Config): InstrumentFacts {
  return {
    venue: instrument.exchange,
    symbol: instrument.symbol,
    tickSize: instrument.tick_size,
    lotSize: instrument.lot_size,
  };
}
