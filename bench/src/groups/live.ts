import { defaultConfig, MINUTES_PER_DAY } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import { liveInputs } from '../data/live-market.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { type Spread, spread, spreadOfRatios } from '../harness/spread.ts';
import { LivePath } from './live-path.ts';

/** Closed minutes that are timed, behind the window. */
const CLOSES = 120;
const CLOSE_MESSAGES = 500;
const WEEK_MESSAGES = 60;

/**
 * The path of a live message (recorded, read, applied) against a bare `JSON.parse` of the same messages;
 * the time to the decision of a minute; and memory over days.
 */
export async function measure(scale: Scale): Promise<Row[]> {
  // First, while nothing else is in memory.
  const memoryRow = await memory(scale.liveDays);
  const inputs = [...liveInputs(scale.liveMinutes, scale.liveMessages)];
  return [await messages(inputs, scale), ...(await latency(inputs)), await minuteClose(), memoryRow];
}

async function messages(inputs: readonly SessionInput[], { rounds }: Scale): Promise<Row> {
  const texts = inputs.flatMap((input) => (input.kind === 'frame' ? [input.text] : []));
  const characters = sum(texts.map(({ length }) => length));
  const warmups = 2;
  const closedMs: number[] = [];
  let path = new LivePath();
  let refused = 0;
  const times = await interleave(
    {
      bare: { run: () => parseAll(texts) },
      path: {
        prepare: async () => {
          await path.end();
          path = new LivePath();
        },
        run: () => {
          closedMs.push(play(path, inputs));
          refused += sum(Object.values(path.session.state.quality.refused));
        },
      },
    },
    { warmups, rounds },
  );
  await path.end();
  if (refused > 0) throw new Error(`${refused} messages were refused`);
  const withoutCloses = times.path.map((ms, round) => ms - closedMs[warmups + round]!);
  const aMessage = (ms: readonly number[]) => (spread(ms).value * 1e3) / texts.length;
  const speed = texts.length / spread(times.path).value / 1e3;
  return {
    id: 'live-messages',
    what: 'a live message: recorded, read and applied',
    against: 'a bare `JSON.parse` of it',
    ...spreadOfRatios(withoutCloses, times.bare),
    unit: 'times',
    goal: { kind: 'at most', value: 3 },
    figures: `${aMessage(withoutCloses).toFixed(2)} us against ${aMessage(times.bare).toFixed(2)} us; ${speed.toFixed(2)} M messages/s, minutes closed; ${Math.round(characters / texts.length)} characters each`,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function parseAll(texts: readonly string[]): number {
  let parsed = 0;
  for (const text of texts) if (JSON.parse(text) !== null) parsed++;
  return parsed;
}

/** @returns ms that went into closing minutes */
function play(path: LivePath, inputs: readonly SessionInput[]): number {
  let closedMs = 0;
  for (const input of inputs) {
    if (input.kind !== 'minute') path.take(input);
    else {
      const start = performance.now();
      path.take(input);
      closedMs += performance.now() - start;
    }
  }
  return closedMs;
}

/** From a message's arrival until the session has taken it up: what it leads to is decided then. */
async function latency(inputs: readonly SessionInput[]): Promise<Row[]> {
  const times = new Float64Array(inputs.length);
  for (let round = 0; round < 2; round++) {
    const path = new LivePath();
    for (let index = 0; index < inputs.length; index++) {
      const start = performance.now();
      path.take(inputs[index]!);
      times[index] = (performance.now() - start) * 1e3;
    }
    await path.end();
  }
  times.sort();
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!;
  const row = { against: '', unit: 'us', goal: null } as const;
  const figures = `${inputs.length} messages, minutes closed; 999 of 1000 within ${at(0.999).toFixed(0)} us`;
  return [
    { id: 'live-latency', what: 'message to decision, median', ...row, ...exactly(at(0.5)), figures },
    {
      id: 'live-latency-p99',
      what: 'message to decision, 99 of 100 within',
      ...row,
      ...exactly(at(0.99)),
      figures: '',
    },
  ];
}

/** The decision of a minute when the window is full. */
async function minuteClose(): Promise<Row> {
  const windowMinutes = defaultConfig().instrument.rolling_window_minutes;
  const path = new LivePath();
  const times: number[] = [];
  for (const input of liveInputs(windowMinutes + CLOSES, CLOSE_MESSAGES)) {
    const start = performance.now();
    path.take(input);
    if (input.kind === 'minute') times.push(performance.now() - start);
  }
  await path.end();
  const closes = times.slice(windowMinutes).sort((left, right) => left - right);
  const at = (share: number) => closes[Math.floor(share * (closes.length - 1))]!;
  return {
    id: 'live-minute',
    what: `close and decision of a minute, ${windowMinutes} minutes in the window, 99 of 100 within`,
    against: '',
    value: at(0.99),
    lowest: at(0),
    highest: at(1),
    unit: 'ms',
    goal: { kind: 'at most', value: 5 },
    figures: `median ${at(0.5).toFixed(2)} ms, ${closes.length} minutes`,
  };
}

/** Memory in use at the end of the last simulated day against that of the first. */
async function memory(days: number): Promise<Row> {
  const path = new LivePath();
  const used: number[] = [];
  let minutes = 0;
  for (const input of liveInputs(days * MINUTES_PER_DAY + 1, WEEK_MESSAGES)) {
    path.take(input);
    if (input.kind !== 'minute') continue;
    if (++minutes % 60 === 0) await path.settle();
    if (minutes % MINUTES_PER_DAY === 0) used.push(usedMegabytes());
  }
  await path.end();
  return {
    id: 'live-week',
    what: `memory after ${days} days of live messages`,
    against: 'after the first day',
    ...exactly(used.at(-1)! / used[0]!),
    unit: 'times',
    goal: { kind: 'at most', value: 1.05 },
    figures: `${used.map((megabytes) => megabytes.toFixed(1)).join(', ')} MB`,
  };
}

function usedMegabytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function exactly(value: number): Spread {
  return { value, lowest: value, highest: value };
}
