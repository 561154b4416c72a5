/// <reference lib="dom" />
import { h } from '@auction-trader/backtest/page';

/** A drop-down with its name beside it. */
export function choice(
  name: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  onChoice: (value: string) => void,
): { readonly element: HTMLElement; readonly select: HTMLSelectElement } {
  const select = h(
    'select',
    { 'aria-label': name, onchange: () => onChoice(select.value) },
    ...options.map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
  );
  const element = h('label', { class: 'choice' }, h('span', { class: 'muted' }, name), select);
  return { element, select };
}
