import { defineConfig } from 'tsup';

/**
 * JavaScript of one package. Types are made by `tsc -p tsconfig.build.json` afterwards: tsup's own
 * `dts` needs the compiler API that TypeScript 7 no longer has.
 */
export const library = (entry: string[]) =>
  defineConfig({
    entry,
    format: 'esm',
    target: 'node24',
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
    // Some of Node's own modules, node:sqlite for one, have no name without the prefix.
    removeNodeProtocol: false,
  });
