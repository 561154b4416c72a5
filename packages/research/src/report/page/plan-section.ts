/// <reference lib="dom" />
import { figuresTable, h, number } from '@auction-trader/backtest/page';
import type { SearchPeriod } from '../../search/search-plan.ts';
import type { ParameterColumn } from '../model/search-document.ts';
import type { Search } from './search.ts';

/** What it takes to make the search again. */
export function planSection({ document }: Search): HTMLElement {
  const { commandLine, planHash, sampling, setIndexes, excluded, constraints, base, version } = document;
  const fact = (name: string, value: string, id: string | null = null) => [
    h('dt', {}, name),
    h('dd', { class: id === null ? '' : 'code', id }, value),
  ];
  return h(
    'div',
    { class: 'panel', id: 'plan-panel' },
    commandLine === null ? null : h('p', { class: 'command' }, h('code', { id: 'command' }, commandLine)),
    h(
      'dl',
      { class: 'facts' },
      ...fact('version', version),
      ...fact('search, SHA-256', planHash, 'plan-hash'),
      ...fact('sets', `${number(setIndexes.length)}, ${sampling}, ${number(excluded)} excluded`),
      ...fact('constraints', constraints.length === 0 ? 'none' : constraints.join('; ')),
    ),
    h('h4', {}, 'Parameters'),
    figuresTable<ParameterColumn>(
      'Parameters that were varied',
      [
        { name: 'key', text: true, cell: ({ key }) => key, kind: () => 'code' },
        { name: 'values', cell: ({ choices }) => number(choices) },
        { name: 'which', text: true, cell: which, kind: () => 'code note' },
      ],
      document.parameters,
      'varied',
    ),
    h('h4', {}, 'Data'),
    figuresTable<SearchPeriod>(
      'Periods',
      [
        { name: 'symbol', text: true, cell: ({ symbol }) => symbol },
        { name: 'venue', text: true, cell: ({ venue }) => venue },
        { name: 'from', text: true, cell: ({ fromDay }) => fromDay },
        { name: 'to', text: true, cell: ({ toDay }) => toDay },
        { name: 'SHA-256', text: true, cell: ({ dataHash }) => dataHash, kind: () => 'code note' },
      ],
      document.periods,
      'periods',
    ),
    base.length === 0
      ? null
      : h(
          'details',
          {},
          h('summary', {}, `All ${number(base.length)} other keys that were chosen`),
          baseTable(base),
        ),
  );
}

const MOST_VALUES = 24;

function which({ values }: ParameterColumn): string {
  const used = [...new Set(values)].sort((a, b) => Number(a) - Number(b));
  if (used.length <= MOST_VALUES) return used.join(', ');
  return `${used[0]} to ${used.at(-1)}`;
}

function baseTable(base: Search['document']['base']): HTMLElement {
  return figuresTable(
    'Other keys that were chosen',
    [
      { name: 'key', text: true, cell: ([key]) => key, kind: () => 'code' },
      { name: 'value', text: true, cell: ([, value]) => value, kind: () => 'code note' },
    ],
    base,
    'base-keys',
  );
}
