/** A frame or an answer after `JSON.parse`. */
export type JsonObject = Record<string, unknown>;

/**
 * Changes values by path, e.g. `data.*.p`; `*` is every element or field. A path that leads nowhere
 * changes nothing, except that a last name that is missing is added.
 */
export function setPath(target: unknown, path: string, value: unknown): void {
  eachHolder(target, path.split('.'), (holder, name) => {
    holder[name] = value;
  });
}

/** Leaves out what a path leads to. */
export function removePath(target: unknown, path: string): void {
  eachHolder(target, path.split('.'), (holder, name) => {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  });
}

/** Calls back for every object or list that holds the last name of the path. */
function eachHolder(
  target: unknown,
  names: readonly string[],
  visit: (holder: JsonObject, name: string) => void,
): void {
  if (typeof target !== 'object' || target === null) return;
  const holder = target as JsonObject;
  const [name, ...rest] = names;
  if (name === undefined) return;
  const matching = name === '*' ? Object.keys(holder) : [name];
  for (const key of matching.toReversed()) {
    if (rest.length === 0) visit(holder, key);
    else eachHolder(holder[key], rest, visit);
  }
}
