import type { Random } from '@auction-trader/core';
import { valuesAt } from './combinations.ts';
import { drawBelow, shuffle } from './draw.ts';
import type { ChosenSets } from './grid-sets.ts';
import type { ParameterSpace } from './parameter-space.ts';
import { randomSets } from './random-sets.ts';
import type { SetRule } from './set-rules.ts';

/** Exchanges tried for a set that repeats another or breaks a rule: fewer where those before found none. */
const EXCHANGES = { least: 4, most: 64 } as const;

/** Times that all sets are gone through, and of these the last that may have been of no use. */
const PASSES = { most: 8, idle: 3 } as const;

/**
 * A Latin hypercube (McKay, Beckman and Conover, "A Comparison of Three Methods for Selecting Values of Input
 * Variables in the Analysis of Output from a Computer Code", Technometrics 21, 1979) over listed values: every
 * value of a parameter stands in as many sets as any other, or one more; of a parameter with more values than
 * there are sets, each of as many equal stretches gives one. Sets that repeat another or break a rule exchange
 * single values with others, which leaves that balance; where no exchange helps, a set drawn at random stands in.
 * Fewer than wanted only where `randomSets` finds no more.
 */
export function latinHypercubeSets(
  space: ParameterSpace,
  rules: readonly SetRule[],
  sets: number,
  random: Random,
): ChosenSets {
  const rows = hypercubeRows(space, sets, random);
  const table = new Table(rows, (row) => {
    const values = valuesAt(space, row);
    return rules.every((rule) => rule.meets(values));
  });
  const excluded = rows.filter((_, row) => !table.allowed(row)).length;
  improveAll(table, random);

  const taken = new Set<string>();
  const kept = rows.filter((indexes, row) => table.allowed(row) && isNew(taken, indexes.join()));
  const more = randomSets(space, rules, sets - kept.length, random, taken);
  const chosen = [...kept.map((indexes) => valuesAt(space, indexes)), ...more.chosen];
  return { chosen, excluded: excluded + more.excluded };
}

/** Rows of one index per parameter, each column balanced and in random order. */
function hypercubeRows({ parameters }: ParameterSpace, sets: number, random: Random): Uint32Array[] {
  const columns = parameters.map(({ values }) =>
    shuffle(balancedColumn(values.length, sets, random), random),
  );
  return Array.from({ length: sets }, (_, row) => Uint32Array.from(columns, (column) => column[row]!));
}

/** Each of `values` indexes equally often; what remains comes one from each of as many equal stretches. */
function balancedColumn(values: number, sets: number, random: Random): Uint32Array {
  const rest = sets % values;
  const column = Uint32Array.from({ length: sets }, (_, at) => at % values);
  for (let stretch = 0; stretch < rest; stretch++) {
    const from = Math.floor((stretch * values) / rest);
    const to = Math.floor(((stretch + 1) * values) / rest);
    column[sets - rest + stretch] = from + drawBelow(random, to - from);
  }
  return column;
}

function improveAll(table: Table, random: Random): void {
  for (let pass = 0, idle = 0; pass < PASSES.most && idle < PASSES.idle; pass++, idle++) {
    let tries: number = EXCHANGES.most;
    for (let row = 0; row < table.rows.length; row++) {
      if (table.faults(row) === 0) continue;
      const better = improve(table, row, tries, random);
      tries = better ? Math.min(EXCHANGES.most, tries * 2) : Math.max(EXCHANGES.least, tries / 2);
      if (better) idle = 0;
    }
  }
}

/**
 * Exchanges values of a row with other rows where that leaves fewer faults, until it is in order or tries have run out.
 *
 * @returns whether there are fewer faults than before
 */
function improve(table: Table, row: number, tries: number, random: Random): boolean {
  let better = false;
  for (let left = tries; left > 0 && table.faults(row) > 0; left--) {
    const other = drawBelow(random, table.rows.length);
    const column = drawBelow(random, table.rows[row]!.length);
    if (table.rows[row]![column] === table.rows[other]![column]) continue;
    const before = table.faults(row) + table.faults(other);
    table.exchange(row, other, column);
    const after = table.faults(row) + table.faults(other);
    if (after >= before) table.exchange(row, other, column);
    better ||= after < before;
  }
  return better;
}

/** Rows whose repeats and broken rules are counted while values are exchanged. */
class Table {
  readonly rows: readonly Uint32Array[];
  readonly #isAllowed: (row: Uint32Array) => boolean;
  readonly #allowed: boolean[];
  readonly #names: string[];
  readonly #repeats = new Map<string, number>();

  constructor(rows: readonly Uint32Array[], isAllowed: (row: Uint32Array) => boolean) {
    this.rows = rows;
    this.#isAllowed = isAllowed;
    this.#allowed = rows.map(isAllowed);
    this.#names = rows.map((row) => row.join());
    for (const name of this.#names) this.#count(name, 1);
  }

  allowed(row: number): boolean {
    return this.#allowed[row]!;
  }

  /** 0 for a row in order; one for each of: it breaks a rule, another row is the same. */
  faults(row: number): number {
    return (this.#allowed[row]! ? 0 : 1) + (this.#repeats.get(this.#names[row]!)! > 1 ? 1 : 0);
  }

  exchange(row: number, other: number, column: number): void {
    const [a, b] = [this.rows[row]!, this.rows[other]!];
    [a[column], b[column]] = [b[column]!, a[column]!];
    for (const changed of [row, other]) {
      this.#count(this.#names[changed]!, -1);
      this.#names[changed] = this.rows[changed]!.join();
      this.#count(this.#names[changed]!, 1);
      this.#allowed[changed] = this.#isAllowed(this.rows[changed]!);
    }
  }

  #count(name: string, by: number): void {
    const count = (this.#repeats.get(name) ?? 0) + by;
    if (count === 0) this.#repeats.delete(name);
    else this.#repeats.set(name, count);
  }
}

function isNew(taken: Set<string>, name: string): boolean {
  const size = taken.size;
  return taken.add(name).size > size;
}
