// Takes the picture of a report that stands in the README.
//
//   node tools/up.mjs node tools/report-picture.ts <report.html> <picture.png>
//
// Needs a Chromium (CHROMIUM_PATH names one that is not where it usually is).
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_OPTIONS, findBrowser } from './find-browser.ts';

const WIDTH = 1440;
/** What a page can carry without making its reader wait. */
const MAX_BYTES = 400_000;

async function takePicture(report: string, picture: string): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium found: set CHROMIUM_PATH to one');
  const browser = await chromium.launch({ executablePath, args: BROWSER_OPTIONS });
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 820 } });
    await page.goto(pathToFileURL(resolve(report)).href);
    await page.waitForSelector('html[data-ready="true"]');
    // The charts draw themselves in the frames after their sizes are known.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    const market = await page.locator('#market').boundingBox();
    if (market === null) throw new Error(`${report} has no market chart to show`);
    const height = Math.ceil(market.y + market.height + 32);
    await page.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height } });
  } finally {
    await browser.close();
  }
  const { size } = statSync(picture);
  if (size > MAX_BYTES) throw new Error(`${picture} has ${size} bytes, more than ${MAX_BYTES}`);
  console.log(`${picture}: ${size} bytes`);
}

const [report, picture] = process.argv.slice(2);
if (report === undefined || picture === undefined) {
  console.error('usage: node tools/up.mjs node tools/report-picture.ts <report.html> <picture.png>');
  process.exitCode = 2;
} else await takePicture(report, picture);
