import { mkdirSync } from 'node:fs';
import type { CommandContext } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { TRADING_MODES, type TradingMode } from '../trading-mode.ts';

/**
 * The mode to run in: the option, `TRADING_MODE`, or paper.
 *
 * @throws AuctionTraderError exit code 1
 */
export function tradingMode(option: string | undefined, env: NodeJS.ProcessEnv): TradingMode {
  const text = option ?? (env['TRADING_MODE'] || 'paper');
  const mode = TRADING_MODES.find((name) => name === text.toLowerCase().replace('-', '_'));
  if (mode !== undefined) return mode;
  throw new AuctionTraderError(`${text} is not a mode`, {
    code: 'BAD_MODE',
    exitCode: 1,
    details: { key: option === undefined ? 'TRADING_MODE' : '--mode' },
    hint: `Use one of ${TRADING_MODES.join(', ')}.`,
  });
}

/** Folder of all stores. */
export function dataFolder({ config, path }: CommandContext): string {
  return path(config.database.data_dir);
}

/**
 * {@link dataFolder}, made where it is missing, for its user only: it tells what is traded.
 *
 * @throws AuctionTraderError exit code 1
 */
export function makeDataFolder(context: CommandContext): string {
  const folder = dataFolder(context);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AuctionTraderError(`the data folder cannot be made: ${(cause as Error).message}`, {
      code: 'NO_DATA_FOLDER',
      exitCode: 1,
      details: { file: folder, key: 'database.data_dir' },
      hint: 'Set database.data_dir or DATA_DIR to a folder that you may write to.',
      cause,
    });
  }
  return folder;
}
