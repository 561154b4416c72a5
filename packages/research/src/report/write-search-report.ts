import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceTextFile, reportHtml } from '@auction-trader/backtest';
import { type SearchReport, searchPayload } from './model/search-payload.ts';
import { searchPageParts } from './page-script.ts';

/**
 * Writes `search.html`: what a search found and whether to believe it, as one page that loads nothing. The same
 * search gives the same bytes.
 *
 * @param folder made when it is not there; the file is replaced as a whole or not at all
 * @returns path of the file
 * @throws AuctionTraderError (`WRITE_FAILED`) naming the file when it cannot be written
 * @example
 * const equityCurves = chosenCurves(plan, outcomes, assessment);
 * const file = await writeSearchReport('out', { plan, outcomes, assessment, equityCurves, version: '1.0.0' });
 */
export async function writeSearchReport(folder: string, report: SearchReport): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'search.html');
  await replaceTextFile(file, reportHtml(searchPayload(report), await searchPageParts(), 'Search report'));
  return file;
}
