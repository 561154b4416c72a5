import { writeFile } from 'node:fs/promises';
import { library } from '../../tools/tsup.ts';
import { bundleSearchPage } from './src/report/page-script.ts';

/** Lays the report's page beside the built package, which only reads it. */
async function layPage(): Promise<void> {
  const { script, style } = await bundleSearchPage();
  await writeFile(new URL('dist/search-page.js', import.meta.url), script);
  await writeFile(new URL('dist/search-page.css', import.meta.url), style);
}

export default { ...library(['src/index.ts', 'src/worker.ts']), onSuccess: layPage };
