import { AuctionTraderError } from './auction-trader-error.ts';

/**
 * Refuses saved data that has not the form of a state: the same keys, a finite number or null where
 * the form has one of them, a text or a truth value where it has one, a list of numbers where it has a
 * list. What the values mean is not judged.
 *
 * @param form a state of the right form, e.g. the present one
 * @param what whose state it is, for the message
 * @throws AuctionTraderError (`BAD_STATE`)
 */
export function checkState(found: unknown, form: unknown, what: string): void {
  const wrong = findDifference(found, form, 'state');
  if (wrong === null) return;
  throw new AuctionTraderError(`what was saved is no state of ${what}: ${wrong}`, {
    code: 'BAD_STATE',
    hint: 'It comes from another version or is damaged; start without it.',
  });
}

/** Where the two differ in form, null when nowhere. */
function findDifference(found: unknown, form: unknown, place: string): string | null {
  if (Array.isArray(form)) {
    return Array.isArray(found) && found.every(Number.isFinite) ? null : `${place} is no list of numbers`;
  }
  if (typeof form === 'string' || typeof form === 'boolean') {
    return typeof found === typeof form
      ? null
      : `${place} is no ${typeof form === 'string' ? 'text' : 'truth value'}`;
  }
  if (typeof form !== 'object' || form === null) {
    return found === null || Number.isFinite(found) ? null : `${place} is no number`;
  }
  if (typeof found !== 'object' || found === null) return `${place} is no object`;
  for (const key of Object.keys(found)) if (!Object.hasOwn(form, key)) return `${place}.${key} is unknown`;
  for (const [key, value] of Object.entries(form)) {
    if (!Object.hasOwn(found, key)) return `${place}.${key} is missing`;
    const difference = findDifference(found[key as keyof typeof found], value, `${place}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}
