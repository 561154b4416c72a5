/// <reference lib="dom" />
import { h } from '@auction-trader/backtest/page';

/** Buttons to the pages of a table; none when there is one page. */
export function pager(host: HTMLElement, pages: number, page: number, go: (page: number) => void): void {
  const button = (name: string, label: string, to: number) =>
    h(
      'button',
      { type: 'button', 'aria-label': label, disabled: to < 0 || to >= pages, onclick: () => go(to) },
      name,
    );
  if (pages < 2) host.replaceChildren();
  else {
    host.replaceChildren(
      button('‹', 'Page before', page - 1),
      h('span', { class: 'muted' }, `page ${page + 1} of ${pages}`),
      button('›', 'Next page', page + 1),
    );
  }
}
