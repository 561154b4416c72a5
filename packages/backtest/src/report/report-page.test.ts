import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defaultConfig } from '@auction-trader/core';
import { importFiles, openTickStore } from '@auction-trader/ingestion';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_OPTIONS, findBrowser } from '../../../../tools/find-browser.ts';
import { summarize } from '../metrics/summary.ts';
import { runBacktest } from '../run-backtest.ts';
import type { RunResult } from '../run-result.ts';
import { ProfileRecorder, type RunRows } from './model/profile-recorder.ts';
import { number, percent, signed } from './page/format.ts';
import { sampleRun } from './testing/sample-run.ts';
import { writeReport } from './write-report.ts';

/** A busy machine draws late. */
const PATIENCE = { timeout: 15_000 };

const executablePath = findBrowser();
if (executablePath === null) {
  process.stderr.write('report page: skipped, no Chromium is installed here (CHROMIUM_PATH names one)\n');
}

describe.skipIf(executablePath === null)('the report page in a browser', () => {
  let folder = '';
  let browser: Browser;
  const run = sampleRun({
    minutes: 2880,
    seed: 12,
    maxTrades: 45,
    pauseMinutes: 12,
    leaveOpen: true,
    gaps: [{ from: 900, minutes: 25 }],
  });
  const summary = summarize(run);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-page-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: BROWSER_OPTIONS });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the report of a run without a network, and fails on whatever the page complains of. */
  async function withPage(
    of: RunResult,
    use: (page: Page) => Promise<void>,
    viewport = { width: 1440, height: 1000 },
    profiles: ProfileRecorder | null = null,
  ): Promise<void> {
    const outDir = await mkdtemp(join(folder, 'run-'));
    const commandLine = 'backtester run --symbol BTCUSDT';
    const recorded = profiles === null ? {} : { profiles };
    const [file] = await writeReport(of, { outDir, version: '1.2.3', commandLine, ...recorded });
    const context = await browser.newContext({ viewport, offline: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { protocol } = new URL(request.url());
      const ownFile = protocol === 'file:' && request.url().endsWith('/report.html');
      if (!ownFile && protocol !== 'data:') complaints.push(`request of ${request.url()}`);
    });
    await page.goto(pathToFileURL(file!).href);
    await page.waitForSelector('html[data-ready="true"]');
    await use(page);
    expect(complaints).toEqual([]);
    await context.close();
  }

  it('draws its charts', async () => {
    await withPage(run, async (page) => {
      await expect.poll(() => painted(page, '.equity-chart', 'long'), PATIENCE).toBeGreaterThan(100);
      // Wider than the labels on the price axis.
      for (const name of ['vah', 'poc', 'val', 'candle-up', 'candle-down', 'long', 'short']) {
        await expect
          .poll(() => painted(page, '.market-chart', name), { ...PATIENCE, message: name })
          .toBeGreaterThan(150);
      }
      for (const name of ['vah', 'poc', 'val', 'bin']) {
        await expect
          .poll(() => painted(page, '.profile', name), { ...PATIENCE, message: name })
          .toBeGreaterThan(100);
      }
    });
  });

  it('shows the figures of the summary', async () => {
    await withPage(run, async (page) => {
      const { metrics, money, daily, breakdown, run: identity } = summary;
      expect(await page.title()).toBe('BTCUSDT · auction · backtest');
      expect(await page.textContent('#net-result')).toBe(`${signed(metrics.net_pnl, 2)}USDT`);
      const figures = await page.locator('.figures .value').allTextContents();
      expect(figures.slice(0, 4)).toEqual([
        percent(metrics.win_rate, 1),
        number(metrics.profit_factor, 2),
        `${signed(metrics.expectancy_R, 2)} R`,
        percent(metrics.max_drawdown_pct, 2),
      ]);
      expect(await page.locator('.labels li').allTextContents()).toEqual([...identity.labels]);
      expect(await column(page, '#money-table', 2)).toEqual(
        [
          money.gross_at_mid,
          0 - money.delay,
          0 - money.spread,
          0 - money.slippage,
          money.gross_pnl,
          0 - money.fees,
          0 - money.funding,
          money.net_pnl,
        ].map((value) => signed(value, 2)),
      );
      expect(await column(page, '#by-setup', 0)).toEqual(breakdown.setup.map((row) => row.key));
      expect(await column(page, '#by-setup', 1)).toEqual(breakdown.setup.map((row) => String(row.n)));
      expect(await column(page, '#by-hour', 2)).toEqual(breakdown.hour.map((row) => signed(row.net_pnl, 2)));
      expect(await column(page, '#daily', 0)).toEqual(daily.map((row) => row.date));
      expect(await column(page, '#daily', 4)).toEqual(daily.map((row) => signed(row.realized_pnl, 2)));
      expect(await column(page, '#gaps', 2)).toEqual(['25 min']);
      expect(await page.textContent('#data-hash')).toBe(run.dataHash);
      expect(await page.textContent('#command')).toBe('backtester run --symbol BTCUSDT');
    });
  });

  it('lists every trade; one that is chosen is explained and zoomed to', async () => {
    await withPage(run, async (page) => {
      const rows = page.locator('#trades-table tbody tr');
      expect(await rows.count()).toBe(run.trades.length + 1);
      expect(await column(page, '#trades-table', 7)).toEqual([
        ...run.trades.map((trade) => signed(trade.netPnl, 2)),
        signed(run.openTrade!.netPnl + run.openResult, 2),
      ]);
      const trade = run.trades[3]!;
      await page.click(`#trades-table tr[data-trade="${trade.tradeId}"]`);
      const side = trade.side > 0 ? 'long' : 'short';
      expect(await page.textContent('#trade-title')).toContain(`#4 ${side} ${trade.setup}`);
      expect(await page.getAttribute('button[data-minutes="1"]', 'aria-pressed')).toBe('true');
      const card = page.locator('.card');
      await expect.poll(() => card.textContent(), PATIENCE).toContain('Features at the decision');
      expect(await facts(page, '.card')).toMatchObject({
        Fees: signed(0 - trade.fees, 2),
        Slippage: expect.any(String),
        'Volume of the window': expect.stringMatching(/\d/),
      });
      // The profile beside the chart is that of the decision's minute.
      await page.mouse.move(5, 5);
      const decided = new Date(trade.decisionMs).toISOString().slice(0, 16).replace('T', ' ');
      await expect.poll(() => page.textContent('.profile-caption h3'), PATIENCE).toBe(decided);
      await page.click('[aria-label="Next trade"]');
      expect(await page.textContent('#trade-title')).toContain('#5 ');
      await page.click('[aria-label="Close the trade"]');
      expect(await card.textContent()).toContain('Choose a trade');
    });
  });

  it('sorts and filters trades', async () => {
    await withPage(run, async (page) => {
      await page.click('#trades-table th:nth-child(8) button');
      const nets = [...run.trades.map((trade) => trade.netPnl), run.openTrade!.netPnl + run.openResult];
      const expected = nets.toSorted((a, b) => b - a).map((net) => signed(net, 2));
      expect(await column(page, '#trades-table', 7)).toEqual(expected);
      await page.selectOption('[aria-label="setups"]', 'breakin');
      const count = run.trades.filter((trade) => trade.setup === 'breakin').length;
      const open = run.openTrade!.setup === 'breakin' ? 1 : 0;
      expect(await page.locator('#trades-table tbody tr').count()).toBe(count + open);
    });
  });

  it('can be worked with the keyboard', async () => {
    await withPage(run, async (page) => {
      await page.focus('#trades-table tbody tr:nth-child(2) button');
      await page.keyboard.press('Enter');
      expect(await page.textContent('#trade-title')).toContain('#2 ');
      await page.focus('.market-chart');
      const before = await page.textContent('.profile-caption h3');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => page.textContent('.profile-caption h3'), PATIENCE).not.toBe(before);
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.textContent('.profile-caption h3'), PATIENCE).toBe(before);
    });
  });

  it('the profile follows the pointer', async () => {
    await withPage(run, async (page) => {
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
      const chart = page.locator('.market-chart');
      await chart.scrollIntoViewIfNeeded();
      const box = (await chart.boundingBox())!;
      const seen = new Set<string | null>();
      for (const share of [0.3, 0.5, 0.7]) {
        await page.mouse.move(box.x + box.width * share, box.y + 120);
        await expect
          .poll(async () => seen.has(await page.textContent('.profile-caption h3')), PATIENCE)
          .toBe(false);
        seen.add(await page.textContent('.profile-caption h3'));
      }
      expect(seen.size).toBe(3);
    });
  });

  it('has a light theme, and draws again in it', async () => {
    await withPage(run, async (page) => {
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
      const dark = await background(page);
      await page.click('.theme');
      expect(await page.getAttribute('html', 'data-theme')).toBe('light');
      expect(await background(page)).not.toBe(dark);
      await expect.poll(() => painted(page, '.profile', 'poc'), PATIENCE).toBeGreaterThan(100);
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
    });
  });

  it('fits a phone without scrolling sideways', async () => {
    const check = async (page: Page) => {
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    };
    await withPage(run, check, { width: 390, height: 844 });
  });

  it('shows the bundled sample of real trades', async () => {
    const { run: real, profiles } = await realRun(folder);
    const figures = summarize(real);
    expect(real.trades.length).toBeGreaterThan(5);
    await withPage(
      real,
      async (page) => {
        expect(await page.textContent('h1')).toBe('LTCUSDTauction strategy');
        expect(await page.textContent('.labels')).toContain(
          'quotes inferred from trades, spread 1 tick assumed',
        );
        expect(await page.textContent('#net-result')).toBe(`${signed(figures.metrics.net_pnl, 2)}USDT`);
        expect(await page.locator('#gaps tbody tr').count()).toBe(figures.data_quality.gap_count);
        expect(await column(page, '#classification', 1)).toEqual(
          Object.values(figures.data_quality.classification).map((share) => percent(share, 2)),
        );
        for (const name of ['vah', 'poc', 'val', 'candle-up']) {
          await expect
            .poll(() => painted(page, '.market-chart', name), { ...PATIENCE, message: name })
            .toBeGreaterThan(150);
        }
        const trade = real.trades[4]!;
        await page.click(`#trades-table tr[data-trade="${trade.tradeId}"]`);
        expect(await page.textContent('.excursions')).toContain(
          `best ${number(trade.maxFavourableTicks)} ticks`,
        );
        expect(await page.textContent('.excursions')).toContain(
          `worst ${number(trade.maxAdverseTicks)} ticks`,
        );
        await page.mouse.move(5, 5);
        const decided = new Date(trade.decisionMs).toISOString().slice(0, 16).replace('T', ' ');
        await expect.poll(() => page.textContent('.profile-caption h3'), PATIENCE).toBe(decided);
      },
      { width: 1440, height: 1000 },
      profiles,
    );
  }, 60_000);

  it('a run without trades, without quotes and without a valid profile is a page too', async () => {
    const none = sampleRun({ minutes: 600, maxTrades: 0, quotes: 'none', validProfile: false });
    await withPage(none, async (page) => {
      expect(await page.textContent('#net-result')).toBe('0.00USDT');
      expect(await page.textContent('.labels')).toContain('no quotes');
      expect(await page.textContent('#trades')).toContain('The strategy made no trade.');
      await expect.poll(() => page.textContent('.profile-facts'), PATIENCE).toContain('value area not valid');
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
    });
  });

  it('one trade on inferred quotes in bar mode is labelled as such', async () => {
    const one = sampleRun({ minutes: 500, maxTrades: 1, quotes: 'synthetic', approximate: true });
    await withPage(one, async (page) => {
      expect(await page.locator('.labels li').allTextContents()).toEqual([
        'quotes inferred from trades, spread 1 tick assumed',
        'approximate: made from one-minute bars, not from ticks',
        'only 1 trade: ratios say little',
      ]);
      expect(await page.locator('#by-setup tbody tr').count()).toBe(1);
      expect(await column(page, '#by-setup', 4)).toEqual(['–']);
    });
  });

  it('a run without a minute says so', async () => {
    await withPage(sampleRun({ minutes: 0 }), async (page) => {
      expect(await page.textContent('main')).toContain('nothing to draw');
    });
  });

  it('text from outside is shown as text', async () => {
    const symbol = '</script><img src=x onerror=alert(1)>';
    await withPage(sampleRun({ minutes: 300, symbol, strategy: '<b>bold</b>' }), async (page) => {
      expect(await page.textContent('h1')).toBe(`${symbol}<b>bold</b> strategy`);
      expect(await page.locator('img, h1 b').count()).toBe(0);
    });
  });

  it('a month of minutes opens, and any of its trades', async () => {
    const long = sampleRun({ minutes: 30 * 1440, maxTrades: 830, pauseMinutes: 20, profileStep: 30 });
    await withPage(long, async (page) => {
      await expect.poll(() => painted(page, '.market-chart', 'candle-down'), PATIENCE).toBeGreaterThan(20);
      expect(await page.locator('#trades-table tbody tr').count()).toBe(100);
      await page.click('[aria-label="Next page"]');
      await page.click('#trades-table tr[data-trade="150"]');
      expect(await page.textContent('#trade-title')).toContain('#150 ');
      await page.mouse.move(5, 5);
      const decided = new Date(long.trades[149]!.decisionMs).toISOString().slice(0, 16).replace('T', ' ');
      await expect.poll(() => page.textContent('.profile-caption h3'), PATIENCE).toBe(decided);
    });
  }, 120_000);
});

/** A backtest of the sample that stands in `examples/`. */
async function realRun(folder: string): Promise<{ run: RunResult; profiles: ProfileRecorder }> {
  const store = openTickStore(join(folder, 'ticks'));
  const sample = new URL('../../../../examples/data/ltcusdt/', import.meta.url);
  const trades = ['21', '22'].map((day) => fileURLToPath(new URL(`LTCUSDT-2025-06-${day}.csv.gz`, sample)));
  await importFiles(store, { trades, symbol: 'LTCUSDT', tickSize: '0.01', lotSize: '0.001' });
  const config = defaultConfig();
  const profiles = new ProfileRecorder(config);
  const onMinutes = (rows: RunRows) => profiles.take(rows);
  return { run: runBacktest(store.source('LTCUSDT'), config, { onMinutes }), profiles };
}

/** Columns of pixels with a colour of the style sheet (nearly) on the canvases inside an element: as wide as it was drawn. */
function painted(page: Page, selector: string, name: string): Promise<number> {
  return page.evaluate(
    ([inside, variable]) => {
      const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      const columns = new Set<string>();
      for (const [n, canvas] of document.querySelectorAll<HTMLCanvasElement>(`${inside} canvas`).entries()) {
        if (canvas.width === 0 || canvas.height === 0) continue;
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
        copy.drawImage(canvas, 0, 0);
        const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
        for (let i = 0; i < pixels.length; i += 4) {
          const far =
            Math.abs(pixels[i]! - red!) +
            Math.abs(pixels[i + 1]! - green!) +
            Math.abs(pixels[i + 2]! - blue!);
          if (pixels[i + 3]! > 60 && far < 60) columns.add(`${n}:${(i / 4) % canvas.width}`);
        }
      }
      return columns.size;
    },
    [selector, name] as const,
  );
}

/** Texts of one column of a table's body. */
function column(page: Page, table: string, index: number): Promise<string[]> {
  return page.locator(`${table} tbody tr > :nth-child(${index + 1})`).allTextContents();
}

/** The names and values listed inside an element. */
async function facts(page: Page, selector: string): Promise<Record<string, string>> {
  const names = await page.locator(`${selector} dt`).allTextContents();
  const values = await page.locator(`${selector} dd`).allTextContents();
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
