import { parseDecimalText } from '../decimal-text.ts';
import { CONFIG_KEYS, type ConfigKey, configKeyNames, findConfigKey } from './config-keys.ts';
import { type ConfigProblem, throwConfigProblems } from './config-problem.ts';
import { type Config, configSchema } from './config-schema.ts';
import { crossFieldProblems } from './cross-field-rules.ts';
import { nearestName } from './nearest-name.ts';

/** A parsed configuration file. */
export interface ConfigFile {
  /** As the user named it. */
  readonly name: string;
  /** Its content as plain data; null or undefined for an empty file. */
  readonly content: unknown;
  /** Row of the entry at a path, when the parser knows it. */
  readonly rowOf?: (path: readonly string[]) => number | undefined;
}

/** A value given by a command line option of its own. */
export interface ConfigOption {
  /** Full name of the key. */
  readonly key: string;
  readonly value: string;
  /** The option, e.g. `--symbol`. */
  readonly option: string;
}

/** Where a configuration comes from; later ones win. */
export interface ConfigInputs {
  readonly file?: ConfigFile | undefined;
  /** Environment variables; those without a meaning here are ignored. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `--set` values: `key=value`. */
  readonly set?: readonly string[];
  readonly options?: readonly ConfigOption[];
}

/** A configuration and where each of its values was set. */
export interface ResolvedConfig {
  readonly config: Config;
  /** Source by full key name: `default`, a file's name, `env DATA_DIR`, `--set` ... */
  readonly sources: Readonly<Record<string, string>>;
}

/** Environment variables that set a key; of two for one key the first that is set counts. */
export const CONFIG_ENVIRONMENT: readonly (readonly [variable: string, key: string])[] = [
  ['DATABASE_DIR', 'database.data_dir'],
  ['DATA_DIR', 'database.data_dir'],
  ['DASHBOARD_HOST', 'dashboard.host'],
  ['DASHBOARD_PORT', 'dashboard.port'],
  ['DASHBOARD_TOKEN', 'dashboard.token'],
];

interface Assignment {
  readonly key: ConfigKey;
  /** Name as written. */
  readonly written: string;
  readonly value: unknown;
  readonly source: string;
  readonly file?: string;
  readonly row?: number | undefined;
}

/**
 * Makes a configuration from defaults, a file, the environment and the command line;
 * later ones win. Pure: reads nothing by itself.
 *
 * @throws AuctionTraderError (`CONFIG_INVALID`, exit code 1) naming every unknown key with
 * its nearest name, every value out of range, and every broken rule between keys
 * @example
 * const { config } = resolveConfig({ set: ['va_fraction=0.68'] });
 * config.value_area.va_fraction // 0.68
 */
export function resolveConfig(inputs: ConfigInputs = {}): ResolvedConfig {
  const problems: ConfigProblem[] = [];
  const assignments = [
    ...fileAssignments(inputs.file, problems),
    ...environmentAssignments(inputs.env ?? {}),
    ...setAssignments(inputs.set ?? [], problems),
    ...optionAssignments(inputs.options ?? []),
  ];
  // A wrong value is an error even where a later one would win.
  for (const assignment of assignments) checkValue(assignment, problems);
  throwConfigProblems(problems);

  const chosen = new Map(assignments.map((assignment) => [assignment.key.fullName, assignment]));
  const values: Record<string, Record<string, unknown>> = {};
  const sources: Record<string, string> = {};
  for (const key of CONFIG_KEYS) {
    const own = chosen.get(key.fullName);
    const followed = key.follows === null ? undefined : chosen.get(key.follows);
    const section = values[key.section] ?? {};
    values[key.section] = section;
    section[key.name] = own ? own.value : followed ? followed.value : key.default;
    sources[key.fullName] = own?.source ?? (followed ? `follows ${followed.key.fullName}` : 'default');
  }
  const config = configSchema.parse(values);
  throwConfigProblems(crossFieldProblems(config));
  return { config, sources };
}

function fileAssignments(file: ConfigFile | undefined, problems: ConfigProblem[]): Assignment[] {
  if (file === undefined || file.content === null || file.content === undefined) return [];
  const assignments: Assignment[] = [];
  const first = new Map<ConfigKey, string>();
  for (const { path, value } of entriesOf(file, problems)) {
    const written = path.join('.');
    const row = file.rowOf?.(path);
    const key = findConfigKey(written);
    if (key === null) {
      problems.push(unknownKey(written, { file: file.name, row }));
      continue;
    }
    const earlier = first.get(key);
    if (earlier !== undefined) {
      problems.push({
        key: written,
        message: `${key.fullName} is set twice, as ${earlier} and as ${written}`,
        hint: 'Remove one of them.',
        file: file.name,
        row,
      });
    }
    first.set(key, written);
    assignments.push({ key, written, value, source: file.name, file: file.name, row });
  }
  return assignments;
}

/** The keys of a file: flat ones, and those inside a section. */
function entriesOf(file: ConfigFile, problems: ConfigProblem[]): { path: string[]; value: unknown }[] {
  const misplaced = (path: string[], hint: string) =>
    problems.push({
      key: path.join('.'),
      message: `${path.length === 0 ? 'the configuration' : path[0]} is not a list of keys and values`,
      hint,
      file: file.name,
      row: file.rowOf?.(path),
    });
  if (!isRecord(file.content)) {
    misplaced([], 'Write one "key: value" a line.');
    return [];
  }
  return Object.entries(file.content).flatMap(([name, value]) => {
    if (!Object.hasOwn(configSchema.shape, name)) return [{ path: [name], value }];
    if (value === null) return [];
    if (isRecord(value)) {
      return Object.entries(value).map(([inner, innerValue]) => ({ path: [name, inner], value: innerValue }));
    }
    misplaced([name], `${name} is a section: write its keys below it, indented.`);
    return [];
  });
}

function environmentAssignments(env: Readonly<Record<string, string | undefined>>): Assignment[] {
  const set = CONFIG_ENVIRONMENT.filter(([variable]) => env[variable] !== undefined && env[variable] !== '');
  // Reversed, because the last assignment of a key wins.
  return set.reverse().map(([variable, name]) => {
    const key = knownKey(name);
    return { key, written: variable, value: fromText(env[variable]!, key), source: `env ${variable}` };
  });
}

function setAssignments(texts: readonly string[], problems: ConfigProblem[]): Assignment[] {
  return texts.flatMap((text) => {
    const at = text.indexOf('=');
    if (at < 1) {
      problems.push({
        key: text,
        message: `--set ${text} is not of the form key=value`,
        hint: 'For example: --set va_fraction=0.68',
      });
      return [];
    }
    const written = text.slice(0, at).trim();
    const key = findConfigKey(written);
    if (key === null) {
      problems.push(unknownKey(written, {}));
      return [];
    }
    return [{ key, written, value: fromText(text.slice(at + 1).trim(), key), source: '--set' }];
  });
}

function optionAssignments(options: readonly ConfigOption[]): Assignment[] {
  return options.map(({ key: name, value, option }) => {
    const key = knownKey(name);
    return { key, written: option, value: fromText(value, key), source: option };
  });
}

function knownKey(name: string): ConfigKey {
  const key = findConfigKey(name);
  if (key === null) throw new Error(`${name} is not a configuration key`);
  return key;
}

function checkValue({ key, written, value, file, row }: Assignment, problems: ConfigProblem[]): void {
  const result = key.schema.safeParse(value);
  // A default stands in for a missing value; in a file, an empty one must not pass as that.
  if (result.success && value !== undefined) return;
  const custom = result.error?.issues.find((issue) => issue.code === 'custom')?.message;
  problems.push({
    key: key.fullName,
    message: `${written} is ${shownValue(key, value)}; it must be ${key.allowed}`,
    hint: custom === undefined ? key.help : `It ${custom}.`,
    file,
    row,
  });
}

/** A token in a message would end up in logs. */
function shownValue({ fullName }: ConfigKey, value: unknown): string {
  if (value === undefined) return 'empty';
  return fullName === 'dashboard.token' ? 'hidden' : JSON.stringify(value);
}

function unknownKey(written: string, where: { file?: string; row?: number | undefined }): ConfigProblem {
  const name = written.slice(written.lastIndexOf('.') + 1);
  const elsewhere = findConfigKey(name);
  const names = written.includes('.') ? CONFIG_KEYS.map((key) => key.fullName) : configKeyNames();
  const nearest = elsewhere ?? knownKey(nearestName(written, names));
  return {
    key: written,
    message: `${written} is not a configuration key`,
    hint: `Did you mean ${nearest.fullName}? "config print" shows all keys.`,
    ...where,
  };
}

/** A value from the command line or the environment, where everything is a text. */
function fromText(text: string, key: ConfigKey): unknown {
  if (key.types.includes('null') && /^(null|off)$/i.test(text)) return null;
  if (key.types.includes('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const numeric = key.types.includes('number') || key.types.includes('integer');
  if (numeric && parseDecimalText(text) !== null) return Number(text);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
