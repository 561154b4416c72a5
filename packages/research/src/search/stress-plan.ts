import type { Config } from '@auction-trader/core';
import type { StressRow } from '../assessment/assessment.ts';
import type { ParameterValue, SweepParameter } from '../space/parameter-space.ts';
import { configOfSet } from './config-of-set.ts';
import { planHashOf } from './plan-hash.ts';
import { setSharpe } from './rank-sets.ts';
import type { SearchPlan, SetOutcome } from './search-plan.ts';

const FEE_FACTORS = [1, 1.5, 2];
const MORE_SLIPPAGE_TICKS = [0, 1, 2, 3];
/** Limits of the keys: fees in bps, slippage in ticks. */
const MOST_FEE_BPS = 1_000;
const MOST_SLIPPAGE_TICKS = 1_000;

const KEYS = [
  'execution.taker_fee_bps',
  'execution.maker_fee_bps',
  'execution.slippage_ticks_entry',
  'execution.slippage_ticks_exit',
];

/** A small search that tries one set with other costs, and what each of its sets is called. */
export interface StressPlan {
  readonly plan: SearchPlan;
  /** By set. */
  readonly labels: readonly string[];
}

/**
 * One set of a search with its fees as they are, by half more and doubled, each with 0 to 3 ticks more
 * slippage on every market fill. A rebate stays as it is: more of it would be no stress.
 */
export function stressPlan(searched: SearchPlan, setIndex: number): StressPlan {
  const set = searched.sets[setIndex]!;
  const own = Object.fromEntries(searched.space.parameters.map(({ key }, at) => [key, set.values[at]!]));
  const costs = costsOf(configOfSet(searched, set));
  const variants = FEE_FACTORS.flatMap((fee) => MORE_SLIPPAGE_TICKS.map((ticks) => ({ fee, ticks })));
  const sets = variants.map(({ fee, ticks }, index) => ({ index, values: costs(fee, ticks) }));
  const plan = {
    ...searched,
    base: { ...searched.base, ...own },
    space: {
      parameters: KEYS.map((key, at) =>
        parameterOf(
          key,
          sets.map(({ values }) => values[at]!),
        ),
      ),
      constraints: [],
      sampling: { kind: 'grid' } as const,
    },
    sets,
    excluded: 0,
  };
  const labels = variants.map(
    ({ fee, ticks }) => `fees x${fee}, slippage +${ticks} tick${ticks === 1 ? '' : 's'}`,
  );
  return { plan: { ...plan, planHash: planHashOf(plan) }, labels };
}

/** The results of a {@link stressPlan} as rows; over several periods together. A run that failed has no row. */
export function stressRows({ plan, labels }: StressPlan, outcomes: readonly SetOutcome[]): StressRow[] {
  return labels.flatMap((label, setIndex) => {
    const own = outcomes
      .filter((outcome) => outcome.setIndex === setIndex && outcome.figures !== null)
      .sort((left, right) => left.periodIndex - right.periodIndex)
      .map(({ figures }) => figures!);
    if (own.length < plan.periods.length) return [];
    const sum = (name: string) => own.reduce((total, { metrics }) => total + (metrics[name] ?? 0), 0);
    return [{ label, netPnl: sum('net_pnl'), sharpe: setSharpe(own), trades: sum('n') }];
  });
}

/** The cost keys' values, in their order, for a factor on fees and ticks more slippage. */
function costsOf({ execution }: Config): (fee: number, ticks: number) => ParameterValue[] {
  const { taker_fee_bps, maker_fee_bps, slippage_ticks_entry, slippage_ticks_exit } = execution;
  const dearer = (bps: number, factor: number) =>
    bps <= 0 ? bps : Math.min(MOST_FEE_BPS, Math.round(bps * factor * 10_000) / 10_000);
  const more = (own: number, ticks: number) => Math.min(MOST_SLIPPAGE_TICKS, own + ticks);
  return (fee, ticks) => [
    dearer(taker_fee_bps, fee),
    dearer(maker_fee_bps, fee),
    more(slippage_ticks_entry, ticks),
    more(slippage_ticks_exit, ticks),
  ];
}

function parameterOf(key: string, values: readonly ParameterValue[]): SweepParameter {
  return { key, values: [...new Set(values)] };
}
