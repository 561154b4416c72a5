import { type ErrorDetails, findConfigKey, nearestName } from '@auction-trader/core';
import { z } from 'zod';
import { parseConstraint } from './constraint.ts';
import { type LocatedYaml, locatedYaml } from './located-yaml.ts';
import type { ParameterValue, SweepParameter } from './parameter-space.ts';
import { keyRange, parseValues } from './parameter-text.ts';
import { SAMPLING_KINDS, type SamplingKind } from './sampling-kinds.ts';
import { searchError } from './search-error.ts';
import { checkValues, sweepKey } from './sweep-key.ts';

/** What a parameter file says; what it leaves out is empty or undefined. */
export interface SearchFile {
  /** As the user named it. */
  readonly name: string;
  readonly parameters: readonly SweepParameter[];
  readonly constraints: readonly string[];
  readonly sampling?: SamplingKind | undefined;
  readonly sets?: number | undefined;
  readonly seed?: number | undefined;
  readonly symbols: readonly string[];
  /** First and last UTC day, `YYYY-MM-DD`, both included. */
  readonly periods: readonly { readonly fromDay: string; readonly toDay: string }[];
}

const scalar = z.union([z.number(), z.boolean(), z.string()]);
const day = z.iso.date();

const fileSchema = z.strictObject({
  parameters: z
    .record(
      z.string(),
      z.union([
        scalar,
        z.array(scalar),
        z.strictObject({ from: z.number(), to: z.number(), step: z.number().optional() }),
      ]),
    )
    .optional(),
  constraints: z.array(z.string()).optional(),
  sampling: z.enum(SAMPLING_KINDS).optional(),
  sets: z.int().min(1).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  symbols: z.array(findConfigKey('instrument.symbol')!.schema.pipe(z.string())).min(1).optional(),
  periods: z
    .array(z.union([z.string(), z.strictObject({ from: day, to: day })]))
    .min(1)
    .optional(),
});

type FileContent = z.output<typeof fileSchema>;
type ValuesContent = NonNullable<FileContent['parameters']>[string];

/**
 * Reads a parameter file. All its entries may be left out:
 *
 * ```yaml
 * parameters:                     # the first varies slowest
 *   accept_outside_k: 1..6        # texts as for --params: values, ranges, ranges with a step
 *   alpha_bin: { from: 0.15, to: 0.5, step: 0.05 }
 *   max_hold_minutes: [15, 30, 60, 120]
 *   use_qimb: [true, false]
 * constraints:
 *   - cooldown_minutes < max_hold_minutes
 * sampling: latin-hypercube       # grid (default), random, latin-hypercube
 * sets: 500                       # of a sampling
 * seed: 7
 * symbols: [BTCUSDT, ETHUSDT]
 * periods:
 *   - 2025-06-01..2025-06-30      # UTC days, both included
 *   - { from: 2025-07-01, to: 2025-07-31 }
 * ```
 *
 * @param name the file as the user named it
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) naming file, row and key of the first thing wrong
 */
export function parseSearchFile(name: string, text: string): SearchFile {
  const yaml = locatedYaml(name, text);
  const content = checked(name, yaml);
  const at = (...path: PropertyKey[]): ErrorDetails => ({ file: name, row: yaml.rowOf(path) });
  const parameters = Object.entries(content.parameters ?? {}).map(([key, values]) =>
    parameterOf(key, values, at('parameters', key)),
  );
  checkTwice(parameters, Object.keys(content.parameters ?? {}), at);
  const constraints = content.constraints ?? [];
  for (const [index, constraint] of constraints.entries())
    parseConstraint(constraint, at('constraints', index));
  const periods = (content.periods ?? []).map((period, index) => periodOf(period, at('periods', index)));
  const { sampling, sets, seed, symbols = [] } = content;
  return { name, parameters, constraints, sampling, sets, seed, symbols, periods };
}

function checked(file: string, { content, rowOf }: LocatedYaml): FileContent {
  const result = fileSchema.safeParse(content ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const place = { file, row: rowOf(path), ...(path.length === 0 ? {} : { key: path.join('.') }) };
  if (unknown !== undefined) {
    const names = issue.path.length === 0 ? Object.keys(fileSchema.shape) : ['from', 'to', 'step'];
    const hint =
      findConfigKey(unknown) === null
        ? `Did you mean ${nearestName(unknown, names)}?`
        : 'Keys that vary stand below "parameters:", indented.';
    throw searchError(`${path.join('.')} is not an entry of a parameter file`, hint, place);
  }
  const what = path.length === 0 ? 'the parameter file' : path.join('.');
  throw searchError(`${what} is wrong: ${issue.message}`, HINTS[String(path[0])] ?? HINTS['']!, place);
}

const HINTS: Readonly<Record<string, string>> = {
  '': 'It has "parameters:" and below it, indented, one "key: values" a line.',
  parameters:
    'Values are a list, a text such as 1..6 or 0.15..0.5/0.05, or {from: 0.15, to: 0.5, step: 0.05}.',
  constraints: 'They are a list: one "- a < b" a line.',
  sampling: `It is one of ${SAMPLING_KINDS.join(', ')}.`,
  sets: 'It is a whole number, at least 1.',
  seed: 'It is a whole number from 0 to 4294967295.',
  symbols: 'They are a list: [BTCUSDT, ETHUSDT].',
  periods: 'They are a list of days: one "- 2025-06-01..2025-06-30" a line.',
};

function parameterOf(name: string, content: ValuesContent, place: ErrorDetails): SweepParameter {
  const key = sweepKey(name, place);
  const values = valuesOf(content);
  checkValues(key, values, place);
  return { key: key.fullName, values };

  function valuesOf(value: ValuesContent): ParameterValue[] {
    if (Array.isArray(value)) return value.flatMap(valuesOf);
    if (typeof value === 'string') return parseValues(value, key, place);
    if (typeof value !== 'object') return [value === 0 ? 0 : value];
    const { from, to, step } = value;
    return keyRange(key, [String(from), String(to), step === undefined ? null : String(step)], place);
  }
}

function checkTwice(
  parameters: readonly SweepParameter[],
  written: readonly string[],
  at: (...path: PropertyKey[]) => ErrorDetails,
): void {
  for (const [index, { key }] of parameters.entries()) {
    const first = parameters.findIndex((parameter) => parameter.key === key);
    if (first === index) continue;
    throw searchError(
      `${key} stands twice, as ${written[first]} and as ${written[index]}`,
      'Give all its values at once.',
      { key, ...at('parameters', written[index]!) },
    );
  }
}

function periodOf(period: string | { from: string; to: string }, place: ErrorDetails) {
  const [fromDay, toDay = fromDay, ...more] =
    typeof period === 'string' ? period.split('..').map((text) => text.trim()) : [period.from, period.to];
  const days = z.tuple([day, day]).safeParse([fromDay, toDay]);
  if (!days.success || more.length > 0) {
    throw searchError(`${JSON.stringify(period)} is no period`, HINTS['periods']!, {
      key: 'periods',
      ...place,
    });
  }
  if (toDay! < fromDay!) {
    throw searchError(`the period ${fromDay}..${toDay} ends before it begins`, 'Exchange its days.', {
      key: 'periods',
      ...place,
    });
  }
  return { fromDay: fromDay!, toDay: toDay! };
}
