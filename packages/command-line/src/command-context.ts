import { resolve } from 'node:path';
import { AuctionTraderError, type Config, type ConfigOption } from '@auction-trader/core';
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { loadConfig } from './load-config.ts';
import { createLogger, LOG_LEVELS, type LogLevel } from './logger.ts';
import { exitCodeOf, printError } from './print-error.ts';
import { type Progress, startProgress } from './progress.ts';
import { createRedactor, environmentSecrets, type Redactor } from './redact.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly config?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly logLevel?: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly config: Config;
  /** Where each value was set, by full key name. */
  readonly sources: Readonly<Record<string, string>>;
  /** The configuration file that was read, null for none. */
  readonly configFile: string | null;
  readonly log: Logger;
  /** Knows the secrets of environment and configuration; the log uses it already. */
  readonly redactor: Redactor;
  /**
   * Hands what the log shows to somebody else, e.g. to a screen that must not be written over; null
   * gives it back to stderr. The log file is not touched.
   */
  divertLog(show: ((line: string) => void) | null): void;
  /** Whether the result is a JSON document. */
  readonly json: boolean;
  /** A path given by the user, seen from the folder the command was started in. */
  path(path: string): string;
  progress(label: string): Progress;
  /**
   * Asynchronous work that must not be torn apart: Ctrl-C aborts the signal, and the command
   * ends when the work has. Without this, Ctrl-C ends the process at once, which harms
   * nothing where files are only read.
   */
  interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** A line for the user beside the result, on stderr. */
  notice(text: string): void;
  /** The result: `document` as JSON where asked for, else `text()`. On stdout, once a command. */
  result(document: unknown, text: () => string): void;
}

/** Exit status of a command that Ctrl-C ended, as shells expect it. */
const INTERRUPTED = 130;

/** Ctrl-C ended the work: a command that throws it exits with 130, without a message. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs a command's work: configuration, logs, errors and the exit code. No secret of environment or
 * configuration gets into a log or an error's text.
 *
 * @param optionsToKeys the configuration keys that the command's own options set
 * @param service whether the command runs on and on: where nobody watches its log is JSON lines
 */
export async function runCommand(
  options: CommonOptions,
  work: (context: CommandContext) => Promise<void> | void,
  optionsToKeys: readonly ConfigOption[] = [],
  service = false,
): Promise<void> {
  let withStack = false;
  let redactor = createRedactor(environmentSecrets(process.env));
  try {
    const level = logLevel(options);
    withStack = level === 'debug' || level === 'trace';
    const context = createContext(options, level, optionsToKeys, service);
    redactor = context.redactor;
    await work(context);
  } catch (error) {
    if (error instanceof Interrupted) {
      process.stderr.write('stopped\n');
      process.exitCode = INTERRUPTED;
      return;
    }
    printError(error, withStack, redactor);
    process.exitCode = exitCodeOf(error);
  }
}

function createContext(
  options: CommonOptions,
  level: LogLevel,
  keys: readonly ConfigOption[],
  service: boolean,
): CommandContext {
  const folder = process.cwd();
  const { env } = process;
  const { config, sources, file } = loadConfig({
    folder,
    env,
    path: options.config,
    set: options.set,
    options: keys,
  });
  const logFile = env['LOG_FILE'];
  const toStderr = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  let show = toStderr;
  const redactor = createRedactor([...environmentSecrets(env), config.dashboard.token]);
  return {
    config,
    sources,
    configFile: file,
    log: createLogger({
      level,
      file: logFile ? resolve(folder, logFile) : null,
      redactor,
      show: (line) => show(line),
      json: service && !process.stderr.isTTY,
    }),
    redactor,
    divertLog: (to) => {
      show = to ?? toStderr;
    },
    json: options.json ?? false,
    path: (path) => resolve(folder, path),
    progress: startProgress,
    interruptible,
    notice: (text) => process.stderr.write(`${text}\n`),
    result(document, text) {
      process.stdout.write(`${options.json ? JSON.stringify(document, null, 2) : text()}\n`);
    },
  };
}

async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const onInterrupt = () => {
    // The second Ctrl-C does not wait.
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write('\nstopping ...\n');
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? new Interrupted() : error;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function logLevel(options: CommonOptions): LogLevel {
  const given = options.logLevel ?? (process.env['LOG_LEVEL'] || 'info');
  const level = LOG_LEVELS.find((name) => name === given.toLowerCase());
  if (level !== undefined) return level;
  throw new AuctionTraderError(`${given} is not a log level`, {
    code: 'BAD_LOG_LEVEL',
    exitCode: 1,
    details: { key: options.logLevel === undefined ? 'LOG_LEVEL' : '--log-level' },
    hint: `Use one of ${LOG_LEVELS.join(', ')}.`,
  });
}

/**
 * Adds the options that every command has, and its examples to its help.
 *
 * @param command already part of its program, whose name the help shows
 * @param examples without the program's name, e.g. `run --symbol BTCUSDT`
 */
export function addCommonOptions(command: Command, ...examples: string[]): Command {
  const program = programOf(command).name();
  const collect = (value: string, before: string[] = []) => [...before, value];
  return command
    .option('-c, --config <path>', 'configuration file (default: ./config/default.yaml where it exists)')
    .option('--set <key=value>', 'set a configuration key; may be repeated', collect)
    .option('--json', 'print the result as one JSON document')
    .option('--log-level <level>', `${LOG_LEVELS.join(', ')} (default: LOG_LEVEL, or info)`)
    .addHelpText('after', `\nExample:\n${examples.map((example) => `  $ ${program} ${example}`).join('\n')}`)
    .showHelpAfterError(`  what to do: see "${program} ${fullName(command)} --help"`);
}

function programOf(command: Command): Command {
  return command.parent === null ? command : programOf(command.parent);
}

function fullName(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${fullName(parent)} ${command.name()}` : command.name();
}
