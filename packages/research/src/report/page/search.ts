import type { SearchDocument } from '../model/search-document.ts';
import { type Dimension, metricDimensions, parameterDimensions } from './dimension.ts';
import { createView, type View } from './view.ts';

/** A search as the parts of its page use it. */
export interface Search {
  readonly document: SearchDocument;
  /** Number of sets, failed ones and those without a result included. */
  readonly sets: number;
  readonly parameters: readonly Dimension[];
  readonly metrics: readonly Dimension[];
  /** Both, parameters first. */
  readonly dimensions: readonly Dimension[];
  readonly view: View;
}

/** Makes columns of the data, and the choices a reader starts with. */
export function makeSearch(document: SearchDocument): Search {
  const parameters = parameterDimensions(document);
  const metrics = metricDimensions(document);
  const shown = metrics.find(({ columns }) => columns[0]!.some((value) => !Number.isNaN(value)));
  const metric = shown ?? metrics[0] ?? noMetric(document);
  return {
    document,
    sets: document.setIndexes.length,
    parameters,
    metrics,
    dimensions: [...parameters, ...metrics],
    view: createView({ part: 0, metric, limits: new Map(), marked: null }),
  };
}

/** Stands for the figures of a search whose sets have none: all failed. */
function noMetric({ parts, setIndexes }: SearchDocument): Dimension {
  const column = new Float64Array(setIndexes.length).fill(Number.NaN);
  return {
    id: '',
    label: 'no result',
    title: 'no set has a result',
    kind: 'metric',
    better: 0,
    signed: false,
    columns: parts.map(() => column),
    text: () => '–',
  };
}
