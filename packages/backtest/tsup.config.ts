import { writeFile } from 'node:fs/promises';
import { library } from '../../tools/tsup.ts';
import { bundlePage } from './src/report/page-script.ts';

/** Lays the report's page beside the built package, which only reads it. */
async function layPage(): Promise<void> {
  const { script, style } = await bundlePage();
  await writeFile(new URL('dist/report-page.js', import.meta.url), script);
  await writeFile(new URL('dist/report-page.css', import.meta.url), style);
}

export default { ...library(['src/index.ts', 'src/page.ts']), onSuccess: layPage };
