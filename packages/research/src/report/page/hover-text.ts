/// <reference lib="dom" />
import { h } from '@auction-trader/backtest/page';

/** Shows a text beside the pointer, or beside what has the focus. @param textOf null where there is none */
export function hoverText(host: HTMLElement, textOf: (target: Element, event: Event) => string | null): void {
  const tip = h('div', { class: 'tip', 'aria-hidden': true });
  const show = (event: Event, x: number, y: number) => {
    const text = event.target instanceof Element ? textOf(event.target, event) : null;
    if (text === null) {
      tip.remove();
      return;
    }
    tip.textContent = text;
    document.body.append(tip);
    const left = Math.min(x + 14, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = y + 18 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below ? y + 18 : y - tip.offsetHeight - 12}px`;
  };
  host.addEventListener('pointermove', (event) => show(event, event.clientX, event.clientY));
  host.addEventListener('focusin', (event) => {
    const target = event.target as HTMLElement;
    if (!target.matches(':focus-visible')) return;
    const box = target.getBoundingClientRect();
    show(event, box.left + box.width / 2, box.bottom - 8);
  });
  for (const end of ['pointerleave', 'focusout', 'pointerdown'])
    host.addEventListener(end, () => tip.remove());
}
