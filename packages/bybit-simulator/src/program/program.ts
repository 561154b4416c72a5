import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRedactor, exitCodeOf, parseTime, printError, systemClock } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { Command } from 'commander';
import type { FaultScript } from '../faults/fault-rule.ts';
import { parseFaultScript } from '../faults/parse-fault-script.ts';
import { programVersion } from '../program-version.ts';
import { defaultAccounts } from '../server/simulated-account.ts';
import type { MarketOrigin } from './open-market.ts';
import { simulatorText } from './simulator-text.ts';
import { type RunningSimulator, type SimulatorOptions, startSimulator } from './start-simulator.ts';

interface ProgramOptions {
  readonly fromStore?: string;
  readonly recording?: string;
  readonly seed: string;
  readonly symbol: string;
  readonly from?: string;
  readonly to?: string;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly speed: string;
  readonly history: string;
  readonly now?: boolean;
  readonly port: string;
  readonly accounts: string;
  readonly faults?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ bybit-simulator
  $ bybit-simulator --seed 7 --port 8650 --faults faults.json
  $ bybit-simulator --from-store data/ticks --symbol BTCUSDT --from 2025-06-21 --speed 60
  $ bybit-simulator --recording frames.jsonl.zst --symbol ETHUSDT --tick-size 0.01 --lot-size 0.01 --now`;

/** The command line of the simulator. */
export function createProgram(): Command {
  return new Command('bybit-simulator')
    .description(
      'A Bybit v5 venue on this machine: REST and WebSocket on one loopback port, no internet, no money.',
    )
    .version(programVersion())
    .option('--from-store <dir>', 'play stored ticks of this folder')
    .option('--recording <file>', 'play recorded public frames (plain, .gz or .zst)')
    .option('--seed <n>', 'make a market by this seed, where no other is given; also decides ids', '1')
    .option('--symbol <name>', 'which symbol', 'BTCUSDT')
    .option(
      '--from <time>',
      'day or UTC time of the stored ticks at which the venue opens, e.g. 2025-06-21T12:00',
    )
    .option('--to <time>', 'end of the stored ticks: the last day, or a UTC time')
    .option('--tick-size <decimal>', 'smallest price step of a recording', '0.1')
    .option('--lot-size <decimal>', 'smallest size step of a recording', '0.001')
    .option('--speed <n>', "minutes of the market in one minute of this machine's clock", '1')
    .option('--history <minutes>', 'how much of the market has passed when the venue opens', '60')
    .option('--now', "give stored or recorded data today's times")
    .option('--port <n>', 'TCP port on 127.0.0.1; 0 for any free one', '8650')
    .option('--accounts <n>', 'how many accounts', '2')
    .option('--faults <file>', 'script of faults, JSON')
    .option('--json', 'print addresses and keys as one JSON document')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('  what to do: see "bybit-simulator --help"')
    .action(run);
}

async function run(options: ProgramOptions): Promise<void> {
  try {
    const simulator = await startSimulator(simulatorOptions(options));
    // Listened to before anybody can know that it runs.
    const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    print(simulator, options);
    await ended;
    await simulator.close();
  } catch (error) {
    printError(error, process.env['LOG_LEVEL'] === 'debug', createRedactor([]));
    process.exitCode = exitCodeOf(error);
  }
}

function simulatorOptions(options: ProgramOptions): SimulatorOptions {
  const seed = wholeNumber('--seed', options.seed, 0, 2 ** 32 - 1);
  const accounts = defaultAccounts(wholeNumber('--accounts', options.accounts, 1, 100));
  return {
    clock: systemClock,
    origin: originOf(options, seed),
    speed: positiveNumber('--speed', options.speed),
    historyMinutes: wholeNumber('--history', options.history, 0, 10 * 1440),
    shiftToNow: options.now ?? false,
    port: wholeNumber('--port', options.port, 0, 65_535),
    accounts,
    seed,
    ...(options.faults === undefined ? {} : { faults: readFaults(options.faults) }),
  };
}

function originOf(options: ProgramOptions, seed: number): MarketOrigin {
  const { fromStore, recording, symbol, tickSize, lotSize } = options;
  if (fromStore !== undefined && recording !== undefined) {
    throw usage('--recording', '--from-store and --recording name two markets', 'Give one of them.');
  }
  if (recording !== undefined) {
    return { kind: 'recording', file: resolve(recording), symbol, tickSize, lotSize };
  }
  if (fromStore === undefined) return { kind: 'made', seed, symbol };
  const fromMs = options.from === undefined ? null : parseTime(options.from, '--from');
  const untilMs = options.to === undefined ? null : endOf(options.to);
  return { kind: 'store', dir: resolve(fromStore), symbol, fromMs, untilMs };
}

/** A day as the end of a range is included. */
function endOf(text: string): number {
  const timeMs = parseTime(text, '--to');
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? timeMs + 86_400_000 : timeMs;
}

function readFaults(path: string): FaultScript {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AuctionTraderError(`cannot read the script of faults: ${(cause as Error).message}`, {
      code: 'FAULT_FILE',
      exitCode: 1,
      details: { file: path },
      hint: 'Check the path given with --faults.',
      cause,
    });
  }
  return parseFaultText(text, path);
}

function parseFaultText(text: string, path: string): FaultScript {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AuctionTraderError(`the script of faults is not JSON: ${(cause as Error).message}`, {
      code: 'FAULT_FILE',
      exitCode: 1,
      details: { file: path },
      cause,
    });
  }
  return parseFaultScript(value);
}

function print(simulator: RunningSimulator, options: ProgramOptions): void {
  const { url, webSocketUrl, accounts, description } = simulator;
  const document = { url, webSocketUrl, accounts, description };
  process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : simulatorText(simulator));
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw usage(
    option,
    `${option} ${text} is not a whole number from ${least} to ${most}`,
    'Give such a number.',
  );
}

function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw usage(
    option,
    `${option} ${text} is not a positive number`,
    'Give 1 for real time, 60 for an hour a minute.',
  );
}

function usage(key: string, message: string, hint: string): AuctionTraderError {
  return new AuctionTraderError(message, { code: 'USAGE', exitCode: 1, details: { key }, hint });
}
