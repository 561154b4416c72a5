/// <reference lib="dom" />
import type { ImportedFile } from '../model/imported-files.ts';
import { barCell } from './bar-cell.ts';
import { h } from './dom.ts';
import { counted, duration, minute, NONE, number, percent, significant } from './format.ts';
import type { Report } from './report.ts';
import { figuresTable } from './table.ts';

/** How good the data was, and what each minute ended in. */
export function qualitySection(report: Report): HTMLElement[] {
  return [
    h(
      'div',
      { class: 'groups' },
      h('div', {}, coverage(report), gaps(report), imports(report)),
      h('div', {}, classification(report), decisions(report), orders(report)),
    ),
  ];
}

function coverage({ document: { summary } }: Report): HTMLElement {
  const quality = summary.data_quality;
  const counts: [string, string][] = [
    ['minutes', number(quality.minutes)],
    ['without a trade', share(quality.synthetic_minutes, quality.minutes)],
    ['without any sign of life', share(quality.missing_minutes, quality.minutes)],
    ['with a valid value area', share(quality.valid_minutes, quality.minutes)],
    ['prints', number(quality.trades)],
    ['late prints', number(quality.late_trades)],
    ['prints with a stale quote', percent(quality.stale_quote_share, 1)],
    ['closing spread, mean / p90 / p99', spreadText(quality.spread_ticks)],
    ['fills larger than the displayed size', displayedText(quality)],
  ];
  return h('div', { class: 'panel group' }, h('h3', {}, 'Coverage'), facts(counts));
}

function imports({ document: { imported } }: Report): HTMLElement | null {
  if (imported === null) return null;
  const notes = imported.flatMap(({ file, notes: texts }) => texts.map((text) => `${file}: ${text}`));
  const count = (file: ImportedFile, value: number) => (file.skipped ? NONE : number(value));
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, 'Import'),
    figuresTable<ImportedFile>(
      'Rows of the imported files',
      [
        { name: 'file', text: true, cell: ({ file }) => file },
        { name: 'rows', cell: (file) => count(file, file.rows) },
        { name: 'stored', cell: (file) => (file.skipped ? 'before' : number(file.imported)) },
        { name: 'duplicate', cell: (file) => count(file, file.duplicates) },
        { name: 'refused', cell: (file) => count(file, file.refused) },
      ],
      imported,
      'imported',
    ),
    notes.length === 0 ? null : h('ul', { class: 'notes muted' }, ...notes.map((note) => h('li', {}, note))),
  );
}

function orders({ document: { summary } }: Report): HTMLElement | null {
  const { leverage_capped, dropped_entries } = summary.orders;
  const entries: [string, string][] = Object.entries(dropped_entries).map(([why, count]) => [
    `entries dropped, ${why}`,
    number(count),
  ]);
  if (leverage_capped > 0) entries.push(['sizes reduced by the leverage cap', number(leverage_capped)]);
  if (entries.length === 0) return null;
  return h('div', { class: 'panel group' }, h('h3', {}, 'Orders'), facts(entries));
}

function classification({ document: { summary } }: Report): HTMLElement {
  const { classification: shares, venue_quote_disagree_frac } = summary.data_quality;
  const { ambiguous } = summary;
  const steps: [string, number | null][] = [
    ['venue side', shares.venue],
    ['at or beyond the quote', shares.quote_rule],
    ['tick rule', shares.tick_rule],
    ['undecided', shares.undecided],
  ];
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, 'How sides were read'),
    figuresTable(
      'Share of the volume by what decided its side',
      [
        { name: 'decided by', text: true, cell: ([name]) => name },
        { name: 'of volume', cell: ([, part]) => percent(part, 2) },
        {
          name: '',
          text: true,
          kind: () => 'wide',
          cell: ([, part]) => barCell(0, part ?? 0, 0, 1, 'neutral'),
        },
      ],
      steps,
      'classification',
    ),
    facts([
      ['venue and quote disagree', percent(venue_quote_disagree_frac, 2)],
      ['ambiguous volume of a minute, mean', percent(ambiguous.mean, 2)],
      ['the same, p90', percent(ambiguous.p90, 2)],
      ['minutes above the limit', percent(ambiguous.share_above_max, 2)],
    ]),
  );
}

function gaps({ document: { summary } }: Report): HTMLElement {
  const { gaps: list, gap_count, feed_gaps } = summary.data_quality;
  const listed = list.length < gap_count ? `the ${list.length} longest of ${number(gap_count)}` : '';
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, 'Gaps'),
    list.length === 0
      ? h('p', { class: 'empty' }, 'No minute without a sign of life.')
      : figuresTable(
          'Stretches without any sign of life',
          [
            { name: 'from (UTC)', text: true, cell: (gap) => minute(gap.from_ms) },
            { name: 'to', text: true, cell: (gap) => minute(gap.from_ms + gap.minutes * 60_000) },
            { name: 'length', cell: (gap) => duration(gap.minutes * 60_000) },
          ],
          list,
          'gaps',
        ),
    listed === '' ? null : h('p', { class: 'muted' }, listed),
    feed_gaps === 0
      ? null
      : h('p', { class: 'muted' }, `${counted(feed_gaps, 'silence')} of more than 60 s in the feed`),
  );
}

/** How many minutes ended in which reason code: why there were trades, and why there were none. */
export function decisions({ document: { summary } }: Report): HTMLElement {
  const reasons = Object.entries(summary.decisions.reason).sort((a, b) => b[1] - a[1]);
  const minutes = summary.run.minutes;
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, 'What each minute ended in'),
    figuresTable(
      'Minutes by reason code',
      [
        { name: 'reason', text: true, cell: ([name]) => name },
        { name: 'minutes', cell: ([, count]) => number(count) },
        {
          name: '',
          text: true,
          kind: () => 'wide',
          cell: ([, count]) => barCell(0, count, 0, minutes, 'neutral'),
        },
      ],
      reasons,
      'reasons',
    ),
  );
}

function facts(entries: readonly [string, string][]): HTMLElement {
  return h(
    'dl',
    { class: 'facts' },
    ...entries.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${number(part)} (${percent(part / whole, 1)})`;
}

function spreadText(spread: Report['document']['summary']['data_quality']['spread_ticks']): string {
  if (spread === null) return '–';
  return `${significant(spread.mean, 3)} / ${number(spread.p90)} / ${number(spread.p99)} ticks`;
}

function displayedText(quality: Report['document']['summary']['data_quality']): string {
  if (quality.fills_larger_than_displayed === null) return 'not known';
  return `${percent(quality.fills_larger_than_displayed, 1)} of ${number(quality.fills_with_displayed_size)}`;
}
