import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a command did. */
export interface CliResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is started. */
export interface CliOptions {
  /** Folder it is started in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the real trader stands behind it; by default a fake one. */
  readonly real?: boolean;
  /** Another program than either. */
  readonly main?: string;
}

/** A command at work. */
export interface RunningCli {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once stderr holds the text. */
  says(text: string): Promise<void>;
  readonly ended: Promise<CliResult>;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const FAKE_MAIN = fileURLToPath(new URL('./fake-main.ts', import.meta.url));

/** Variables of the machine that must not reach a command under test. */
const MEANINGFUL =
  /^(AUCTION_TRADER_CONFIG|DATABASE_DIR|DATA_DIR|DASHBOARD_|BYBIT_|ALERT_|TRADING_MODE|LOG_|FAKE_)/;

/** Starts the command line from source. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const { cwd, env, real = false } = options;
  const inherited = Object.entries(process.env).filter(([name]) => !MEANINGFUL.test(name));
  const main = options.main ?? (real ? MAIN : FAKE_MAIN);
  const child = spawn(process.execPath, ['--conditions=@auction-trader/source', main, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const waiter of waiting) if (stderr.includes(waiter.text)) waiter.resolve();
  });
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
      for (const { text, reject: fail } of waiting) fail(new Error(`it ended without "${text}":\n${stderr}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    says: (text) =>
      stderr.includes(text)
        ? Promise.resolve()
        : new Promise((resolve, reject) => waiting.push({ text, resolve, reject })),
    ended,
  };
}

/** Runs the command line from source, to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).ended;
}
