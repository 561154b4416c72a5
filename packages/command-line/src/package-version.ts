import { readFileSync } from 'node:fs';

/** Version of a program, from its package.json. */
export function packageVersion(packageJson: URL): string {
  return (JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }).version;
}
