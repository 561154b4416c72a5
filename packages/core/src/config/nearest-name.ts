import { closest } from 'fastest-levenshtein';

/** The name of a list that is the fewest edits away. The list must not be empty. */
export function nearestName(name: string, names: readonly string[]): string {
  return closest(name.toLowerCase(), names);
}
