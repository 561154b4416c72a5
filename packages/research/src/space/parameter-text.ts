import { type ConfigKey, type ErrorDetails, parseDecimalText } from '@auction-trader/core';
import type { ParameterValue, SweepParameter } from './parameter-space.ts';
import { searchError } from './search-error.ts';
import { checkValues, sweepKey } from './sweep-key.ts';
import { rangeValues } from './value-range.ts';

const HOW = 'For example: accept_outside_k:1..6, alpha_bin:0.15..0.5/0.05 or use_qimb:true,false';

const RANGE = /^(.*?)\.\.([^/]*)(?:\/(.*))?$/;

/**
 * Reads what a key may be: `key:a,b,c`, where each item is a value or a range, `1..6` (by 1) or `0.15..0.5/0.05`
 * (by a step, up to the end). Keys have the names that `--set` takes.
 *
 * @param place where the text stands, for errors
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) for another form, an unknown key (with the nearest
 * name), a key that is a text, no values, a value twice, a range of nothing, and a value that the configuration
 * would refuse
 * @example
 * parseParameter('accept_outside_k:1..3,6') // { key: 'signal.accept_outside_k', values: [1, 2, 3, 6] }
 */
export function parseParameter(text: string, place: ErrorDetails = {}): SweepParameter {
  const at = text.indexOf(':');
  if (at < 1) throw searchError(`${text} is not of the form key:values`, HOW, place);
  const key = sweepKey(text.slice(0, at).trim(), place);
  const values = parseValues(text.slice(at + 1), key, place);
  checkValues(key, values, place);
  return { key: key.fullName, values };
}

/** Values of a key as {@link parseParameter} takes them, not yet checked against the key. */
export function parseValues(text: string, key: ConfigKey, place: ErrorDetails = {}): ParameterValue[] {
  if (text.trim() === '') return [];
  return text.split(',').flatMap((item) => parseItem(item.trim(), key, place));
}

function parseItem(item: string, key: ConfigKey, place: ErrorDetails): ParameterValue[] {
  const range = RANGE.exec(item);
  if (range !== null)
    return keyRange(key, [range[1]!.trim(), range[2]!.trim(), range[3]?.trim() ?? null], place);
  if (/^(true|false)$/i.test(item)) return [item.toLowerCase() === 'true'];
  const value = parseDecimalText(item) === null ? Number.NaN : Number(item);
  if (Number.isFinite(value)) return [value === 0 ? 0 : value];
  throw searchError(
    `${key.fullName} cannot be ${item === '' ? 'nothing' : JSON.stringify(item)}; it must be ${key.allowed}`,
    HOW,
    { key: key.fullName, ...place },
  );
}

/** Values of a range of a key; refuses what {@link rangeValues} refuses. */
export function keyRange(
  key: ConfigKey,
  [from, to, step]: readonly [from: string, to: string, step: string | null],
  place: ErrorDetails,
): number[] {
  try {
    return rangeValues(from, to, step);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const range = `${from}..${to}${step === null ? '' : `/${step}`}`;
    throw searchError(`${key.fullName}: the range ${range} ${error.message}`, HOW, {
      key: key.fullName,
      ...place,
    });
  }
}
