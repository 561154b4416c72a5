/// <reference lib="dom" />
import { drawPage, h, readDocument, section } from '@auction-trader/backtest/page';
import type { SearchDocument } from '../model/search-document.ts';
import { chanceSection } from './chance-section.ts';
import { choice } from './choice.ts';
import { equitySection } from './equity-section.ts';
import { foldsTables } from './folds-table.ts';
import { headline } from './headline.ts';
import { heatSection } from './heat-section.ts';
import { logitSection } from './logit-section.ts';
import { luckLadder } from './luck-ladder.ts';
import { parallelSection } from './parallel-section.ts';
import { planSection } from './plan-section.ts';
import { scatterSection } from './scatter-section.ts';
import { makeSearch, type Search } from './search.ts';
import { setCard } from './set-card.ts';
import { setTable } from './set-table.ts';

drawPage(async (data) => {
  const { document } = await readDocument<SearchDocument>(data);
  const search = makeSearch(document);
  const symbols = [...new Set(document.periods.map(({ symbol }) => symbol))];
  return {
    title: `${symbols.join(', ')} · ${document.strategy} · search of ${document.setIndexes.length} sets`,
    version: document.version,
    sections: sections(search),
    controls: document.parts.length < 2 ? [] : [periodChoice(search)],
  };
});

function periodChoice({ document, view }: Search): HTMLElement {
  const parts = document.parts.map(({ label }, i) => [String(i), label] as const);
  return choice('period', parts, '0', (value) => view.change({ part: Number(value) })).element;
}

function sections(search: Search): HTMLElement[] {
  const { document } = search;
  const tried = `${document.assessment.setsTried.toLocaleString('en-US')} sets tried`;
  return [
    h('section', { class: 'top-section' }, ...headline(document)),
    section(
      'luck',
      'Luck',
      'Skill or luck',
      'The best of many tries looks good by chance alone. What is left where it was not chosen?',
      luckLadder(document.assessment),
    ),
    section('map', 'Map', `Where the good sets are, ${tried}`, '', heatSection(search)),
    section(
      'lines',
      'Lines',
      `All sets, ${tried}`,
      'A line is a set. Drag along an axis to set limits: they hold for the table below too. Click an axis to remove its limit.',
      parallelSection(search),
    ),
    section(
      'sets',
      'Sets',
      `Table of sets, ${tried}`,
      'Ratios of fewer than 20 trades are not shown.',
      setTable(search),
      setCard(search),
    ),
    section(
      'outside',
      'Out of sample',
      'In sample, out of sample',
      '',
      h('div', { class: 'groups' }, h('div', {}, scatterSection(search)), h('div', {}, logitSection(search))),
      h('div', { class: 'folds' }, ...foldsTables(search)),
    ),
    section(
      'equity',
      'Equity',
      'Equity of the chosen sets',
      `The best and the median set are known only afterwards, ${tried}; the walk-forwards never saw the days they are drawn over.`,
      equitySection(search),
    ),
    section('chance', 'Chance', 'Costs and chance', '', chanceSection(search)),
    section('plan', 'Search again', 'Make the search again', '', planSection(search)),
  ];
}
