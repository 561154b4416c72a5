import { packageVersion } from '@auction-trader/command-line';

/** Version of this program. The file lies as deep in `dist` as in `src`. */
export function programVersion(): string {
  return packageVersion(new URL('../package.json', import.meta.url));
}
