import { packageVersion } from '@auction-trader/command-line';

/** Version of this program. */
export function programVersion(): string {
  return packageVersion(new URL('../package.json', import.meta.url));
}
