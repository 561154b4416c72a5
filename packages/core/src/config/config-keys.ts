import { z } from 'zod';
import { type Config, type ConfigSection, configSchema, defaultConfig } from './config-schema.ts';
import { factsOf, type KeyFacts } from './key-facts.ts';

/** One configuration key and all that is known of it. */
export interface ConfigKey extends KeyFacts {
  readonly section: ConfigSection;
  /** Name inside its section, e.g. `va_fraction`; unique over all sections. */
  readonly name: string;
  /** Section and name, e.g. `value_area.va_fraction`. */
  readonly fullName: string;
  readonly default: unknown;
  readonly schema: z.ZodType;
  /** JSON types of its values. */
  readonly types: readonly string[];
  /** What is allowed, in words, e.g. `a whole number from 1 to 10`. */
  readonly allowed: string;
}

/** The part of a JSON schema that the keys use. */
interface ValueSchema {
  type?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  enum?: unknown[];
  const?: unknown;
  anyOf?: ValueSchema[];
}

/** Every key of {@link configSchema}, section by section. */
export const CONFIG_KEYS: readonly ConfigKey[] = listKeys();

const byName = indexNames(CONFIG_KEYS);

/**
 * The key with a name: full (`signal.of_fail_min`), flat (`of_fail_min`) or an alias of
 * either form (`of_fail_max`).
 */
export function findConfigKey(name: string): ConfigKey | null {
  return byName.get(name) ?? null;
}

/** Every accepted name of a key. */
export function configKeyNames(): readonly string[] {
  return [...byName.keys()];
}

/** Value of a key in a configuration. */
export function configValue(config: Config, key: ConfigKey): unknown {
  return (config[key.section] as Record<string, unknown>)[key.name];
}

function listKeys(): ConfigKey[] {
  const defaults = defaultConfig();
  const sections = Object.entries(configSchema.shape) as [ConfigSection, z.ZodPrefault<z.ZodObject>][];
  return sections.flatMap(([section, { def }]) =>
    Object.entries((def.innerType as z.ZodObject).shape).map(([name, schema]) => ({
      section,
      name,
      fullName: `${section}.${name}`,
      default: (defaults[section] as Record<string, unknown>)[name],
      schema: schema as z.ZodType,
      ...factsOf(schema as z.ZodType),
      ...describeValues(schema as z.ZodType),
    })),
  );
}

function indexNames(keys: readonly ConfigKey[]): Map<string, ConfigKey> {
  const names = new Map<string, ConfigKey>();
  for (const key of keys) {
    for (const name of [key.name, ...key.aliases]) {
      names.set(name, key);
      names.set(`${key.section}.${name}`, key);
    }
  }
  return names;
}

function describeValues(schema: z.ZodType): { types: string[]; allowed: string } {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as ValueSchema;
  const choices = json.anyOf ?? [json];
  return {
    types: choices.map((choice) => choice.type ?? typeof choice.const),
    allowed: choices.map(allowedText).join(' or '),
  };
}

function allowedText(value: ValueSchema): string {
  if (value.const !== undefined) return `only ${JSON.stringify(value.const)}`;
  if (value.enum !== undefined) return value.enum.join(', ');
  if (value.type === 'integer') return `a whole number${rangeText(value)}`;
  if (value.type === 'number') return `a number${rangeText(value)}`;
  if (value.type === 'boolean') return 'true or false';
  return value.type === 'null' ? 'null' : 'a text';
}

function rangeText({ minimum, maximum, exclusiveMinimum }: ValueSchema): string {
  const upper = maximum === undefined || maximum >= 2_147_483_647 ? undefined : maximum;
  if (minimum !== undefined && upper !== undefined) return ` from ${minimum} to ${upper}`;
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`at least ${minimum}`);
  if (exclusiveMinimum !== undefined) parts.push(`above ${exclusiveMinimum}`);
  if (upper !== undefined) parts.push(`at most ${upper}`);
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}
