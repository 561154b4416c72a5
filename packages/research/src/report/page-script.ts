import { readFile } from 'node:fs/promises';
import { bundlePage, type PageParts } from '@auction-trader/backtest';

let made: Promise<PageParts> | null = null;

/**
 * The page's script and style sheet, made once: bundled here and now when run from the sources, read when the
 * build has laid them beside the built package.
 */
export function searchPageParts(): Promise<PageParts> {
  made ??= import.meta.url.endsWith('.ts') ? bundleSearchPage() : readBuiltPage();
  return made;
}

/** Bundles the page from its sources. */
export function bundleSearchPage(): Promise<PageParts> {
  return bundlePage(new URL('page/', import.meta.url));
}

async function readBuiltPage(): Promise<PageParts> {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  const [script, style] = await Promise.all([read('search-page.js'), read('search-page.css')]);
  return { script, style };
}
