import type { Palette } from '@auction-trader/backtest/page';

/** Colours of values. */
export interface ColourScale {
  colour(value: number): string;
  /** Colour of a text that stands on it. */
  textOn(value: number): string;
  /** Ends of the scale; 0 is in the middle of a scale of gains and losses. */
  readonly low: number;
  readonly high: number;
}

type Rgb = readonly [number, number, number];

const DARK_TEXT = '#0a0d12';
const LIGHT_TEXT = '#ffffff';

/**
 * Teal for gains and magenta for losses, which the colour-blind can tell apart, and faint at 0; for figures
 * that are no gain and no loss, from faint to blue.
 *
 * @param neutral colour of what is neither
 */
export function colourScale(
  palette: Palette,
  neutral: string,
  low: number,
  high: number,
  signed: boolean,
): ColourScale {
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const [middle, long, short, blue] = [neutral, palette.long, palette.short, palette.val].map(rgb) as [
    Rgb,
    Rgb,
    Rgb,
    Rgb,
  ];
  const mixed = (value: number): Rgb => {
    if (signed) return mix(middle, value < 0 ? short : long, Math.min(1, Math.abs(value) / reach));
    return mix(middle, blue, high === low ? 0.5 : (value - low) / (high - low));
  };
  return {
    low: signed ? -reach : low,
    high: signed ? reach : high,
    colour: (value) => `rgb(${mixed(value).map(Math.round).join(' ')})`,
    textOn: (value) => (luminance(mixed(value)) > 0.2 ? DARK_TEXT : LIGHT_TEXT),
  };
}

function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => from[i]! + (to[i]! - from[i]!) * share) as unknown as Rgb;
}

/** Relative luminance by WCAG 2, 0..1: above 0.18 a dark text reads better. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
