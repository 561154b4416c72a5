import { parseOnGrid, type Step } from '@auction-trader/core';
import { refuse } from './refusal.ts';
import type { SymbolFacts } from './symbol-facts.ts';

/** Parameters of a request: texts of a query, or a parsed JSON body. */
export type Params = Readonly<Record<string, unknown>>;

/** A text, empty when it is left out. Numbers in place of texts are refused, as the venue does. */
export function textParam(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') return refuse(10001, `${name} must be a string`);
  return value;
}

/** A whole number, given as such or as text; undefined when left out. */
export function integerParam(params: Params, name: string): number | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === '') return undefined;
  const isWritten = typeof value === 'string' && /^-?\d+$/.test(value);
  const number = isWritten || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : refuse(10001, `${name} is invalid`);
}

export function booleanParam(params: Params, name: string): boolean {
  const value = params[name];
  if (value === undefined || value === null || value === '') return false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return refuse(10001, `${name} is invalid`);
}

/** One of some names; `fallback` when left out. */
export function choiceParam<Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
  fallback?: Choice,
): Choice {
  const text = textParam(params, name);
  if (text === '' && fallback !== undefined) return fallback;
  return choices.find((choice) => choice === text) ?? refuse(10001, `${name} is invalid`);
}

/** A price in ticks, 0 when left out or zero. */
export function priceParam(params: Params, name: string, { tick, maxPriceTicks }: SymbolFacts): number {
  const ticks = onGrid(params, name, tick);
  if (ticks < 0 || ticks > maxPriceTicks) refuse(10001, `${name} is out of range`);
  return ticks;
}

/** A size in lots, 0 when left out or zero. */
export function quantityParam(params: Params, name: string, { lot }: SymbolFacts): number {
  const lots = onGrid(params, name, lot);
  return lots < 0 ? refuse(10001, `${name} is invalid`) : lots;
}

function onGrid(params: Params, name: string, step: Step): number {
  const text = textParam(params, name);
  if (text === '') return 0;
  const steps = parseOnGrid(text, step);
  return typeof steps === 'number' ? steps : refuse(10001, `${name} is invalid: ${steps}`);
}
