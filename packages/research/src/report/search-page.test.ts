import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { number, percent, signed } from '@auction-trader/backtest/page';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_OPTIONS, findBrowser } from '../../../../tools/find-browser.ts';
import type { SetOutcome } from '../search/search-plan.ts';
import { chosenCurves } from './chosen-curves.ts';
import { type SampleSearch, sampleSearch, steps } from './testing/sample-search.ts';
import { writeSearchReport } from './write-search-report.ts';

/** A busy machine draws late. */
const PATIENCE = { timeout: 20_000 };
const MARKUP = '<img src=x onerror="document.title=\'broken in\'"></script><script>document.title=1</script>';

const executablePath = findBrowser();
if (executablePath === null) {
  process.stderr.write('search page: skipped, no Chromium is installed here (CHROMIUM_PATH names one)\n');
}

describe.skipIf(executablePath === null)('the search page in a browser', () => {
  let folder = '';
  let browser: Browser;
  let context: BrowserContext;
  const files = new Map<SampleSearch, Promise<string>>();
  const search = sampleSearch({
    parameters: [
      steps('signal.accept_outside_k', 1, 1, 6),
      steps('value_area.va_fraction', 0.6, 0.1, 3),
      { key: 'signal.enable_retest_mode', values: [false, true] },
      steps('risk.max_hold_minutes', 15, 15, 4),
    ],
    failEvery: 50,
    error: MARKUP,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'search-page-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: BROWSER_OPTIONS });
    // One for all tests: a new one each time would start a new process of the browser.
    context = await browser.newContext({ offline: true, reducedMotion: 'reduce' });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Path of a search's report, which is written once. */
  function reportOf(of: SampleSearch): Promise<string> {
    const equityCurves = chosenCurves(of.plan, of.outcomes, of.assessment);
    const report = { ...of, equityCurves, version: '1.2.3', commandLine: 'backtester grid run' };
    const file = files.get(of) ?? writeSearchReport(join(folder, `search-${files.size}`), report);
    files.set(of, file);
    return file;
  }

  /** Opens the report of a search without a network, and fails on whatever the page complains of. */
  async function withPage(
    of: SampleSearch,
    use: (page: Page) => Promise<void>,
    viewport = { width: 1440, height: 1000 },
  ): Promise<void> {
    const file = await reportOf(of);
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const ownFile = request.url().endsWith('/search.html');
      if (!ownFile && !request.url().startsWith('data:')) complaints.push(`request of ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('html[data-ready="true"]');
    await use(page);
    expect(complaints).toEqual([]);
    await page.close();
  }

  it('says the verdict and shows the figures of the assessment', async () => {
    const { assessment } = search;
    await withPage(search, async (page) => {
      expect(await page.locator('#verdict > p').allTextContents()).toEqual([...assessment.verdict]);
      const figures = page.locator('.search-figures > div');
      expect(await figures.locator('.value').allTextContents()).toEqual([
        number(assessment.bestSharpe, 2),
        number(assessment.luckSharpe, 2),
        percent(assessment.deflatedSharpe, 0),
        percent(assessment.overfittingProbability, 0),
        number(assessment.realityCheckP, 3),
        number(assessment.superiorAbilityP, 3),
        number(assessment.effectiveTries, 0),
        number(assessment.neighbourhood.medianSharpe, 2),
        ...assessment.walkForward.map(({ sharpe }) => number(sharpe, 2)),
      ]);
      const tried = `${number(assessment.setsTried)} sets tried`;
      for (const text of await figures.allTextContents()) expect(text).toContain(tried);
      expect(await column(page, '#luck-ladder', 2)).toHaveLength(5);
      expect(await column(page, '#stress', 2)).toEqual(assessment.stress.map((row) => signed(row.netPnl, 2)));
      // Under 20 trades a ratio says nothing.
      expect(await column(page, '#stress', 3)).toEqual([number(assessment.bestSharpe, 2), '0.71', '–']);
      expect((await column(page, '#chance-table', 1))[0]).toBe(signed(assessment.tradeOrder!.netPnl.p5, 2));
      expect(await column(page, '#folds-rolling', 4)).toEqual(
        assessment.walkForward[0]!.folds.map((fold) => number(fold.outOfSampleSharpe, 2)),
      );
      expect(await page.textContent('#plan-hash')).toBe(search.plan.planHash);
      expect(await page.textContent('#command')).toBe('backtester grid run');
    });
  });

  it('shows errors as text, and lists the sets that failed', async () => {
    await withPage(search, async (page) => {
      await page.selectOption('[aria-label="show"]', 'failed');
      const failed = search.outcomes.filter(({ error }) => error !== null);
      expect(await column(page, '#sets-table', 0)).toEqual(failed.map(({ setIndex }) => `#${setIndex}`));
      expect(await page.locator('#sets-table .error').first().textContent()).toBe(MARKUP);
      await page.fill('[aria-label^="Find a set"]', String(failed[1]!.setIndex));
      expect(await column(page, '#sets-table', 0)).toEqual([`#${failed[1]!.setIndex}`]);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe('BTCUSDT · auction · search of 144 sets');
    });
  });

  it('the heat map takes any two parameters, a figure, and the median or the best', async () => {
    await withPage(search, async (page) => {
      const heads = page.locator('#heat thead tr:last-child th');
      expect(await heads.allTextContents()).toEqual(['va_fraction', '1', '2', '3', '4', '5', '6']);
      await page.selectOption('[aria-label="across"]', 'signal.enable_retest_mode');
      await page.selectOption('[aria-label="down"]', 'risk.max_hold_minutes');
      await page.selectOption('[aria-label="figure"]', 'net_pnl');
      expect(await heads.allTextContents()).toEqual(['max_hold_minutes', 'false', 'true']);
      const cells = (pick: (sorted: number[]) => number) =>
        [15, 30, 45, 60].flatMap((hold) =>
          [false, true].map((retest) => {
            const values = nets(search, ([, , b, d]) => b === retest && d === hold);
            return number(pick(values), 2);
          }),
        );
      expect(await page.locator('#heat button').allTextContents()).toEqual(cells(middle));
      await page.selectOption('[aria-label="each cell"]', 'best');
      expect(await page.locator('#heat button').allTextContents()).toEqual(cells((sorted) => sorted.at(-1)!));
      expect(await page.textContent('#heat-note')).toContain('in hindsight');
      // One axis gives way when the other takes its parameter.
      await page.selectOption('[aria-label="across"]', 'risk.max_hold_minutes');
      expect(await heads.allTextContents()).toEqual(['enable_retest_mode', '15', '30', '45', '60']);
    });
  });

  it('a cell of the heat map tells what it is, and lists its sets', async () => {
    await withPage(search, async (page) => {
      await page.focus('#heat button');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      const cell = page.locator('#heat tbody tr:nth-child(2) td:nth-child(3) button');
      await expect.poll(() => cell.evaluate((one) => one === document.activeElement), PATIENCE).toBe(true);
      expect(await page.textContent('.tip')).toMatch(/^accept_outside_k 2, va_fraction 0\.7: median Sharpe/);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.textContent('#sets-count'), PATIENCE).toMatch(/^8 of 144 sets/);
      const values = await Promise.all([column(page, '#sets-table', 1), column(page, '#sets-table', 2)]);
      expect(values.map((texts) => [...new Set(texts)])).toEqual([['2'], ['0.7']]);
    });
  });

  it('a brush on an axis filters the table; a click takes it away', async () => {
    await withPage(search, async (page) => {
      const strip = page.locator('[data-axis="net_pnl"]');
      await strip.scrollIntoViewIfNeeded();
      const box = (await strip.boundingBox())!;
      const x = box.x + box.width / 2;
      await page.mouse.move(x, box.y + box.height * 0.1);
      await page.mouse.down();
      await page.mouse.move(x, box.y + box.height * 0.4, { steps: 4 });
      await page.mouse.up();
      expect(await strip.locator('.brush').isVisible()).toBe(true);
      const all = nets(search, () => true);
      // Ends of the axis lie 14 pixels inside the strip.
      const span = box.height - 28;
      const at = (share: number) =>
        all[0]! + (all.at(-1)! - all[0]!) * (1 - (box.height * share - 14) / span);
      const kept = all.filter((net) => net <= at(0.1) && net >= at(0.4)).length;
      expect(kept).toBeGreaterThan(5);
      expect(kept).toBeLessThan(100);
      await expect.poll(() => page.locator('#sets-table tbody tr').count(), PATIENCE).toBe(kept);
      expect(await page.textContent('.limit-count')).toContain(`${kept} of 144 sets`);
      await strip.scrollIntoViewIfNeeded();
      await strip.click();
      await expect.poll(() => page.textContent('#sets-count'), PATIENCE).toMatch(/^144 of 144/);
    });
  });

  it('limits can be set by the keyboard, to the digit', async () => {
    await withPage(search, async (page) => {
      await page.click('.limits summary');
      await page.fill('[aria-label="max_hold_minutes, from"]', '45');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.textContent('#sets-count'), PATIENCE).toMatch(/^72 of 144/);
      expect(await page.locator('.chip').allTextContents()).toEqual(['max_hold_minutes at least 45 ×']);
      await page.uncheck('[aria-label="Axis va_fraction"]');
      expect(await page.locator('[data-axis="value_area.va_fraction"]').count()).toBe(0);
      await page.click('.chip');
      await expect.poll(() => page.textContent('#sets-count'), PATIENCE).toMatch(/^144 of 144/);
    });
  });

  it('the table has the numbers of the sets, sorts by any, and hides ratios of few trades', async () => {
    await withPage(search, async (page) => {
      await page.click('#sets-table th[data-column="net_pnl"] button');
      const ran = search.outcomes.filter(({ figures }) => figures !== null);
      const byNet = ran.toSorted((a, b) => metric(b, 'net_pnl')! - metric(a, 'net_pnl')!).slice(0, 100);
      expect(await column(page, '#sets-table', 0)).toEqual(byNet.map(({ setIndex }) => `#${setIndex}`));
      expect(await column(page, '#sets-table', 6)).toEqual(
        byNet.map((one) => number(metric(one, 'net_pnl'), 2)),
      );
      const few = byNet.filter((one) => metric(one, 'n')! < 20).length;
      expect(few).toBeGreaterThan(0);
      expect(await column(page, '#sets-table', 5)).toEqual(
        byNet.map((one) => (metric(one, 'n')! < 20 ? '–' : number(metric(one, 'sharpe'), 2))),
      );
      await page.click('[aria-label="Next page"]');
      expect(await page.locator('#sets-table tbody tr').count()).toBe(44);
    });
  });

  it('a set that is chosen shows how to run it alone', async () => {
    await withPage(search, async (page) => {
      await page.focus('#sets-table tbody tr:nth-child(2) button');
      const name = await page.textContent('#sets-table tbody tr:nth-child(2) button');
      await page.keyboard.press('Enter');
      expect(await page.textContent('.set-card h3')).toBe(`Set ${name}`);
      const { values } = search.plan.sets[Number(name!.slice(1))]!;
      const keys = search.plan.space.parameters.map(({ key }) => key);
      const options = keys.map((key, i) => `--set ${key}=${values[i]}`).join(' ');
      expect(await page.textContent('#set-options')).toBe(options);
    });
  });

  it('draws its charts, and says in words what they show', async () => {
    await withPage(search, async (page) => {
      for (const [canvas, colour] of [
        ['#scatter', 'vah'],
        ['#scatter', 'poc'],
        ['.equity-chart', 'long'],
        ['.equity-chart', 'vah'],
      ] as const) {
        await expect
          .poll(() => painted(page, canvas, colour), { ...PATIENCE, message: `${canvas} ${colour}` })
          .toBeGreaterThan(40);
      }
      await expect.poll(() => pixels(page, '.parallel-body', null), PATIENCE).toBeGreaterThan(20_000);
      await expect.poll(() => pixels(page, '#logits', null), PATIENCE).toBeGreaterThan(2000);
      const { splits, walkForward } = search.assessment;
      const folds = walkForward
        .flatMap((walk) => walk.folds)
        .filter((fold) => fold.outOfSampleSharpe !== null);
      const pairs = [
        ...splits.map(({ outOfSample }) => outOfSample),
        ...folds.map((fold) => fold.outOfSampleSharpe!),
      ];
      const lost = pairs.filter((value) => value < 0).length / pairs.length;
      const text = await page.textContent('#scatter-text');
      expect(text).toContain(`${pairs.length} choices of the best of ${search.assessment.setsTried} sets`);
      expect(text).toContain(`${percent(lost, 0)} lost out of sample`);
    });
  });

  it('shows each of several periods', async () => {
    const parameters = [
      steps('signal.accept_outside_k', 1, 1, 5),
      steps('value_area.va_fraction', 0.6, 0.1, 4),
    ];
    const two = sampleSearch({ parameters, periods: 2 });
    await withPage(two, async (page) => {
      const figures = (period: number) =>
        two.outcomes.filter((outcome) => outcome.periodIndex === period).map((one) => metric(one, 'n')!);
      const shown = async () => {
        await page.selectOption('[aria-label="show"]', 'all');
        const [sets, trades] = [await column(page, '#sets-table', 0), await column(page, '#sets-table', 7)];
        return trades[sets.indexOf('#3')];
      };
      await page.selectOption('[aria-label="figure"]', 'net_pnl');
      const together = figures(0)[3]! + figures(1)[3]!;
      const place = await page.locator('#sets-table thead th').allTextContents();
      expect(place[7]).toBe('Trades');
      expect(await shown()).toBe(number(together));
      await page.selectOption('[aria-label="period"]', { label: 'X1USDT 2025-01-01 – 2025-01-30' });
      await expect.poll(shown, PATIENCE).toBe(number(figures(1)[3]!));
    });
  });

  it('fits a narrow screen, in light as in dark', async () => {
    await withPage(
      search,
      async (page) => {
        const width = () => page.evaluate(() => document.documentElement.scrollWidth);
        expect(await width()).toBe(390);
        await page.click('.theme');
        expect(await page.getAttribute('html', 'data-theme')).toBe('light');
        expect(await width()).toBe(390);
        const texts = await page
          .locator('button:visible, select:visible, input:visible')
          .evaluateAll((all) =>
            all.map((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()),
          );
        expect(texts.filter((text) => text === '')).toEqual([]);
      },
      { width: 390, height: 800 },
    );
  });

  it('a search in which everything failed is told, not drawn', async () => {
    const parameters = [steps('signal.accept_outside_k', 1, 1, 2)];
    const { plan, assessment } = sampleSearch({ parameters });
    const outcomes = plan.sets.map(
      ({ index }): SetOutcome => ({ setIndex: index, periodIndex: 0, figures: null, error: 'no data' }),
    );
    const nothing = { ...assessment, splits: [], walkForward: [], tradeOrder: null, costs: null, stress: [] };
    await withPage({ plan, outcomes, assessment: nothing }, async (page) => {
      expect(await page.textContent('#sets-count')).toBe('2 of 2 sets · 2 failed');
      expect(await page.textContent('#map')).toContain('No set has a result');
      expect(await page.textContent('#outside')).toContain('too few days to split');
    });
  });
});

function metric({ figures }: SetOutcome, name: string): number | null {
  return figures!.metrics[name] ?? null;
}

/** Net results of the sets that ran and fit, ascending. */
function nets({ plan, outcomes }: SampleSearch, fits: (values: readonly unknown[]) => boolean): number[] {
  return outcomes
    .filter(({ figures, setIndex }) => figures !== null && fits(plan.sets[setIndex]!.values))
    .map((outcome) => metric(outcome, 'net_pnl')!)
    .sort((a, b) => a - b);
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

/** Texts of a table's column. */
function column(page: Page, table: string, index: number): Promise<string[]> {
  return page
    .locator(`${table} tbody tr`)
    .evaluateAll((rows, at) => rows.map((row) => row.children[at]?.textContent ?? ''), index);
}

/** Pixels of a theme's colour on the canvases within an element, or on itself. */
async function painted(page: Page, where: string, colour: string): Promise<number> {
  const text = await page.evaluate(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`),
    colour,
  );
  const value = Number.parseInt(text.trim().slice(1), 16);
  return pixels(page, where, [value >> 16, (value >> 8) & 255, value & 255]);
}

/** Pixels of a colour, or of any; read from a copy, since reading slows a canvas down. */
function pixels(page: Page, where: string, colour: readonly number[] | null): Promise<number> {
  return page.locator(where).evaluate((element, wanted) => {
    const all = element instanceof HTMLCanvasElement ? [element] : [...element.querySelectorAll('canvas')];
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    let count = 0;
    for (const canvas of all.filter(({ width, height }) => width * height > 0)) {
      copy.canvas.width = canvas.width;
      copy.canvas.height = canvas.height;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        const drawn = data[i + 3]! > (wanted === null ? 20 : 200);
        if (drawn && (wanted?.every((part, k) => Math.abs(data[i + k]! - part) < 3) ?? true)) count += 1;
      }
    }
    return count;
  }, colour);
}
