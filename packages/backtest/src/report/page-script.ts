import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Script and style sheet of the report page, ready to stand in it. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

let made: Promise<PageParts> | null = null;

/**
 * The page's script and style sheet, made once. They are written in TypeScript modules under `page/`. Run from
 * the sources, esbuild bundles them here and now (it is there anyway, as part of the build tools, and takes a
 * few dozen milliseconds): nothing needs building, and no generated file lies in the repository. The build does
 * the same once, and lays the two files beside the built package, where they are only read.
 */
export function pageParts(): Promise<PageParts> {
  made ??= import.meta.url.endsWith('.ts') ? bundlePage() : readBuiltPage();
  return made;
}

/**
 * Bundles a page from its sources, `main.ts` and `page.css`.
 *
 * @param folder where they are; it ends in a slash. Default: the page of a run
 */
export async function bundlePage(folder = new URL('page/', import.meta.url)): Promise<PageParts> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: ['main.ts', 'page.css'].map((name) => fileURLToPath(new URL(name, folder))),
    bundle: true,
    conditions: ['@auction-trader/source'],
    write: false,
    outdir: 'page',
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    minify: true,
    // The chart library's licence asks for its notice to stay.
    legalComments: 'inline',
    charset: 'utf8',
    logLevel: 'silent',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { script: text('.js'), style: text('.css') };
}

async function readBuiltPage(): Promise<PageParts> {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  const [script, style] = await Promise.all([read('report-page.js'), read('report-page.css')]);
  return { script, style };
}
