/** Something to be timed. */
export interface Contender {
  /** What must be done before each round and is not counted; garbage was collected before it. */
  readonly prepare?: () => unknown;
  /** What is timed. Its result is thrown away, but must depend on all the work. */
  readonly run: () => unknown;
}

export interface Rounds {
  /** Rounds that are run first and not counted, so that code is compiled and caches are warm. */
  readonly warmups: number;
  readonly rounds: number;
}

/**
 * Times contenders in turns (A B A B ...), so that a change of the machine's speed meets all
 * of them alike.
 *
 * @returns milliseconds of each contender, one per round
 */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { warmups, rounds }: Rounds,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmups; round < rounds; round++) {
    for (const name of names) {
      const elapsed = await time(contenders[name]);
      if (round >= 0) times[name].push(elapsed);
    }
  }
  return times;
}

async function time({ prepare, run }: Contender): Promise<number> {
  collectGarbage();
  await prepare?.();
  const start = performance.now();
  const result = run();
  // Waiting for what is no promise would give the turn away inside the measurement.
  if (result instanceof Promise) await result;
  return performance.now() - start;
}

/** The garbage of one contender must not be paid for by the next. */
function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('start Node with --expose-gc');
  globalThis.gc();
}
