import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { type SeedReport, simulateSeed } from './simulate-seed.ts';

const USAGE = `pnpm simulate [--seeds N] [--from SEED] [--hours H] [--workers W] [--minutes M] [--log LEVEL]

Runs a live trader against the simulated venue, N worlds by their seeds (default 20, from 1), each
H simulated hours long (default 3), with random market, faults and kills. The invariants are checked
after every event. A seed that fails is printed with what broke and how to run it again.
--minutes ends the run after that time and says how many seeds were run.`;

interface Wanted {
  readonly seeds: number;
  readonly from: number;
  readonly hours: number;
  readonly workers: number;
  readonly minutes: number;
  readonly log: string | null;
}

/** What all seeds came to. */
interface Totals {
  seeds: number;
  hours: number;
  faults: number;
  kills: number;
  orders: number;
  fills: number;
  trades: number;
}

function readArguments(): Wanted | null {
  const text = (name: string) => ({ type: 'string', default: name }) as const;
  const { values } = parseArgs({
    options: {
      seeds: text('20'),
      from: text('1'),
      hours: text('3'),
      workers: text(String(Math.max(1, availableParallelism()))),
      minutes: text('Infinity'),
      log: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    seeds: Number(values.seeds),
    from: Number(values.from),
    hours: Number(values.hours),
    workers: Number(values.workers),
    minutes: Number(values.minutes),
    log: values.log ?? null,
  };
}

/** Seeds one after the other, as they are asked for. */
async function work({ hours, log, folder }: Wanted & { readonly folder: string }): Promise<void> {
  const port = parentPort!;
  const options = { hours, folder, ...(log === null ? {} : { log: pino({ level: log }) }) };
  port.on('message', (seed: number) => {
    simulateSeed(seed, options).then(
      (report) => port.postMessage(report),
      (error: Error) =>
        port.postMessage({ ...NOTHING, seed, violation: `the simulation broke: ${error.stack}` }),
    );
  });
}

const NOTHING: Omit<SeedReport, 'seed' | 'violation'> = {
  simulatedHours: 0,
  weather: { faultMs: 0, killMs: 0, messageChance: 0, foreign: false },
  faults: 0,
  kills: 0,
  orders: 0,
  fills: 0,
  trades: 0,
};

/** Hands seeds to workers until there are none left or the time is up. */
function runAll(wanted: Wanted, folder: string, onReport: (report: SeedReport) => void): Promise<void> {
  const endMs = performance.now() + wanted.minutes * 60_000;
  let next = wanted.from;
  const lanes = Array.from({ length: Math.min(wanted.workers, wanted.seeds) }, async () => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ...wanted, folder } });
    while (next < wanted.from + wanted.seeds && performance.now() < endMs) {
      const seed = next++;
      worker.postMessage(seed);
      const [report] = (await once(worker, 'message')) as [SeedReport];
      onReport(report);
    }
    await worker.terminate();
  });
  return Promise.all(lanes).then(() => {});
}

function add(totals: Totals, report: SeedReport): void {
  totals.seeds++;
  totals.hours += report.simulatedHours;
  for (const name of ['faults', 'kills', 'orders', 'fills', 'trades'] as const) totals[name] += report[name];
}

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) {
    console.log(USAGE);
    return 0;
  }
  const totals: Totals = { seeds: 0, hours: 0, faults: 0, kills: 0, orders: 0, fills: 0, trades: 0 };
  const failed: SeedReport[] = [];
  const base = join(tmpdir(), 'auction-trader-simulation');
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, 'run-'));
  const began = performance.now();
  try {
    await runAll(wanted, folder, (report) => {
      add(totals, report);
      if (report.violation === null) return;
      failed.push(report);
      console.error(`seed ${report.seed} failed: ${report.violation}`);
      console.error(
        `  again: pnpm simulate --from ${report.seed} --seeds 1 --hours ${wanted.hours} --log info`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { seeds, hours, faults, kills, orders, fills, trades } = totals;
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(
    `${seeds} seeds, ${hours.toFixed(1)} simulated hours, ${faults} faults, ${kills} kills, ` +
      `${orders} orders, ${fills} fills, ${trades} trades in ${seconds} s: ${failed.length} failed`,
  );
  return failed.length === 0 ? 0 : 1;
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as Wanted & { readonly folder: string });
