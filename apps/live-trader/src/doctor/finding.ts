/** How bad a finding is: `fail` means that trading must not begin. */
export type FindingLevel = 'ok' | 'warn' | 'fail';

/** One line of `doctor`. */
export interface Finding {
  readonly name: string;
  readonly level: FindingLevel;
  readonly text: string;
}

export function ok(name: string, text: string): Finding {
  return { name, level: 'ok', text };
}

export function warn(name: string, text: string): Finding {
  return { name, level: 'warn', text };
}

export function fail(name: string, text: string): Finding {
  return { name, level: 'fail', text };
}
