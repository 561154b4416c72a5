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
  /** Called with everything on stderr so far, and a function that sends the command a signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Variables of the machine that must not reach a command under test. */
const MEANINGFUL =
  /^(AUCTION_TRADER_CONFIG|DATABASE_DIR|DATA_DIR|DASHBOARD_|BYBIT_|ALERT_|TRADING_MODE|LOG_)/;

/** Runs the real command line from source, to its end. */
export function runCli(args: readonly string[], { cwd, env, onStderr }: CliOptions): Promise<CliResult> {
  const inherited = Object.entries(process.env).filter(([name]) => !MEANINGFUL.test(name));
  const child = spawn(process.execPath, ['--conditions=@auction-trader/source', MAIN, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
