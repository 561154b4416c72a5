import { counted, NONE, number, percent, significant } from '@auction-trader/backtest/page';
import { type MetricKind, metricKind } from '../model/metric-kinds.ts';
import type { ParameterColumn, SearchDocument } from '../model/search-document.ts';

/** Fewest trades of a set whose ratios are shown. */
export const RATIO_MIN_TRADES = 20;

/** Something that every set has one value of: a parameter, or a figure of its results. */
export interface Dimension {
  /** Full key of a parameter, name of a figure. */
  readonly id: string;
  readonly label: string;
  readonly title: string;
  readonly kind: 'parameter' | 'metric';
  readonly better: MetricKind['better'];
  readonly signed: boolean;
  /** Of each part of the results: a value per set, NaN where there is none. Booleans are 0 and 1. */
  readonly columns: readonly Float64Array[];
  /** A value as a text. */
  text(value: number): string;
}

/** What the search varied, in its order. */
export function parameterDimensions({ parameters, parts }: SearchDocument): Dimension[] {
  const shortNames = parameters.map(({ key }) => key.slice(key.lastIndexOf('.') + 1));
  return parameters.map((parameter, i) => {
    const short = shortNames[i]!;
    const unique = shortNames.indexOf(short) === shortNames.lastIndexOf(short);
    const column = Float64Array.from(parameter.values, Number);
    return {
      id: parameter.key,
      label: unique ? short : parameter.key,
      title: parameter.key,
      kind: 'parameter',
      better: 0,
      signed: false,
      columns: parts.map(() => column),
      text: parameterText(parameter),
    };
  });
}

/** The figures of the results, the most important first. Ratios of a few trades have no value. */
export function metricDimensions({ metrics, parts }: SearchDocument): Dimension[] {
  return metrics.map((name) => {
    const kind = metricKind(name);
    const columns = parts.map(({ figures }) => {
      const trades = figures['n'];
      const enough = (i: number) =>
        !kind.needsTrades || trades === undefined || (trades[i] ?? 0) >= RATIO_MIN_TRADES;
      return Float64Array.from(figures[name]!, (value, i) =>
        enough(i) ? (value ?? Number.NaN) : Number.NaN,
      );
    });
    const { label, title, better, signed } = kind;
    return { id: name, label, title, kind: 'metric', better, signed, columns, text: metricText(kind) };
  });
}

function parameterText({ values }: ParameterColumn): (value: number) => string {
  const isBoolean = values.some((value) => typeof value === 'boolean');
  return (value) => (isBoolean ? String(value > 0.5) : significant(value, 9));
}

function metricText({ show }: MetricKind): (value: number) => string {
  const texts: Record<MetricKind['show'], (value: number) => string> = {
    count: (value) => number(value),
    money: (value) => number(value, 2),
    ratio: (value) => number(value, 2),
    fraction: (value) => percent(value, 1),
    percent: (value) => number(value, 2),
    minutes: (value) => counted(Math.round(value), 'minute'),
    plain: (value) => significant(value, 5),
  };
  return (value) => (Number.isNaN(value) ? NONE : texts[show](value));
}
