import { z } from 'zod';
import { isBasisPoints } from '../basis-points.ts';

/** What is known of a configuration key beside its schema. */
export interface KeyFacts {
  /** What it does, in one or two sentences. */
  readonly help: string;
  /** Unit of the value, null where it has none. */
  readonly unit: string | null;
  /** Other accepted names. */
  readonly aliases: readonly string[];
  /** Default follows another key (full name) until the key itself is set; null for none. */
  readonly follows: string | null;
}

const facts = z.registry<KeyFacts>();

/** The facts a key was declared with. */
export function factsOf(schema: z.ZodType): KeyFacts {
  const known = facts.get(schema);
  if (known === undefined) throw new Error('a configuration key was declared without key()');
  return known;
}

/** Declares a key: its schema (with a default), help text, unit and other names. */
export function key<Schema extends z.ZodType>(
  schema: Schema,
  help: string,
  extra: { unit?: string; aliases?: readonly string[]; follows?: string } = {},
): Schema {
  const { unit = null, aliases = [], follows = null } = extra;
  const described = schema.describe(unit === null ? help : `${help} Unit: ${unit}.`);
  facts.add(described, { help, unit, aliases, follows });
  return described;
}

/** A whole number in a closed range; without an upper end, up to the largest Int32. */
export function whole(min: number, max = 2_147_483_647) {
  return z.int().min(min).max(max);
}

/** A decimal that takes part in integer arithmetic: at most four decimals. */
export function exact(schema: z.ZodNumber = z.number()) {
  return schema.refine(isBasisPoints, {
    error: 'must have at most four decimals, because it is counted in 1/10000',
  });
}

/** {@link exact} in a closed range. */
export function exactRange(min: number, max: number) {
  return exact(z.number().min(min).max(max));
}
