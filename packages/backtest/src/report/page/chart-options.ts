/// <reference lib="dom" />
import {
  ColorType,
  CrosshairMode,
  type DeepPartial,
  LineStyle,
  type Time,
  type TimeChartOptions,
} from 'lightweight-charts';
import { minute } from './format.ts';
import { fade, type Palette } from './theme.ts';

/** What all charts of the page have in common. Times are UTC. */
export function chartOptions(colours: Palette): DeepPartial<TimeChartOptions> {
  const line = {
    color: fade(colours.muted, 0.6),
    style: LineStyle.Dotted,
    labelBackgroundColor: colours.faint,
  };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colours.muted,
      fontFamily: colours.font,
      fontSize: 11,
      // The page's footer carries the notice and the link.
      attributionLogo: false,
      panes: {
        separatorColor: colours.grid,
        separatorHoverColor: fade(colours.muted, 0.2),
        enableResize: true,
      },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colours.grid } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: line, horzLine: line },
    rightPriceScale: { borderVisible: false, minimumWidth: window.innerWidth < 600 ? 0 : 72 },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, rightOffset: 2 },
    // A finger that moves up or down scrolls the page.
    handleScroll: { vertTouchDrag: false },
    localization: { locale: 'en-GB', timeFormatter: (time: Time) => minute(Number(time) * 1000) },
  };
}

/** Lets the wheel scroll the page over a chart, until the chart has the focus or Ctrl is held. */
export function tameWheel(host: HTMLElement): void {
  const tame = (event: WheelEvent) => {
    if (!event.ctrlKey && !host.contains(document.activeElement)) event.stopPropagation();
  };
  host.addEventListener('wheel', tame, { capture: true, passive: true });
}

/** Calls back once, when an element has got its size. */
export function whenSized(host: HTMLElement, then: () => void): void {
  const observer = new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    observer.disconnect();
    requestAnimationFrame(then);
  });
  observer.observe(host);
}
