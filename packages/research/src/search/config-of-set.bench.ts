import { parseSpace } from '../space/parse-space.ts';
import { configOfSet } from './config-of-set.ts';
import { makeSearchPlan } from './make-plan.ts';

/** Time to plan 10,000 sets, and to make the configuration of each. */
const period = {
  venue: 'bybit',
  symbol: 'BTCUSDT',
  fromDay: '2025-06-01',
  toDay: '2025-06-30',
  dataHash: '',
};
const params = [
  'alpha_bin:0.1..1/0.1',
  'accept_outside_k:1..10',
  'of_entry_min:0..9',
  'cooldown_minutes:0..9',
];

for (const sampling of ['grid', 'random', 'latin-hypercube']) {
  const sets = sampling === 'grid' ? undefined : 2000;
  const space = parseSpace({ params, sampling, sets, constraints: ['cooldown_minutes < max_hold_minutes'] });
  const start = performance.now();
  const plan = makeSearchPlan({ base: {}, space, strategy: 'auction', periods: [period], maxSets: 10_000 });
  const planned = performance.now();
  let sum = 0;
  for (const set of plan.sets) sum += configOfSet(plan, set).risk.cooldown_minutes;
  const end = performance.now();
  const micros = ((end - planned) * 1000) / plan.sets.length;
  console.log(
    `${sampling}: ${plan.sets.length} sets planned in ${(planned - start).toFixed(0)} ms, configuration of a set in ${micros.toFixed(2)} us (${sum})`,
  );
}
