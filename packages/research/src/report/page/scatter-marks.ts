import type { SearchAssessment } from '../../assessment/assessment.ts';

/** One choice in sample, and what became of it out of sample. Sharpe ratios a year. */
export interface ScatterMark {
  readonly kind: 'split' | 'rolling' | 'anchored';
  readonly inSample: number;
  readonly outOfSample: number;
  readonly text: string;
}

/** The splits of the cross-validation and the folds of the walk-forwards that have both figures. */
export function scatterMarks({ splits, walkForward }: SearchAssessment): ScatterMark[] {
  const words = (inSample: number, outOfSample: number) =>
    `Sharpe ${inSample.toFixed(2)} in sample, ${outOfSample.toFixed(2)} out of sample`;
  const ofSplits = splits.map(({ inSample, outOfSample }, i): ScatterMark => {
    const text = `Split ${i + 1}: ${words(inSample, outOfSample)}`;
    return { kind: 'split', inSample, outOfSample, text };
  });
  const ofFolds = walkForward.flatMap(({ kind, folds }) =>
    folds.flatMap(({ inSampleSharpe, outOfSampleSharpe, outOfSample, setIndex }): ScatterMark[] => {
      if (inSampleSharpe === null || outOfSampleSharpe === null) return [];
      const text = `Walk-forward, ${kind}, set #${setIndex}, ${outOfSample.join(' – ')}: ${words(inSampleSharpe, outOfSampleSharpe)}`;
      return [{ kind, inSample: inSampleSharpe, outOfSample: outOfSampleSharpe, text }];
    }),
  );
  return [...ofSplits, ...ofFolds];
}
