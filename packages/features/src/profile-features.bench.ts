// Stage 1.5 on a dense week (10,080 minutes of about 300 traded prices each), beside one that adds up
// every window anew.
import { defaultConfig, defineInstrument } from '@auction-trader/core';
import {
  buildTape,
  daySource,
  emptyTape,
  MinuteAccumulator,
  type MinuteTape,
  syntheticDays,
  tapeSettings,
} from '@auction-trader/ingestion';
import { FeatureColumns } from './feature-columns.ts';
import { profileAt } from './profile-at.ts';
import { ProfileFeatures } from './profile-features.ts';
import { type ProfileSettings, profileSettings } from './profile-settings.ts';

const ROUNDS = 15;
/** Minutes for which the window is added up anew; all would take long. */
const ANEW = 500;
const config = defaultConfig();
const instrument = defineInstrument({ venue: 'bybit', symbol: 'TEST', tickSize: '0.1', lotSize: '0.001' });

function denseWeek(): MinuteTape {
  const days = syntheticDays({ symbol: 'TEST', days: 7, tradesPerDay: 1_000_000, seed: 1 });
  const source = daySource(instrument, [...days]);
  const { tape, levels } = emptyTape(source.days);
  buildTape(source, new MinuteAccumulator(tapeSettings(config, 'synthetic'), tape, levels), tape);
  return tape;
}

function update(tape: MinuteTape, features: FeatureColumns, settings: ProfileSettings): void {
  const profile = new ProfileFeatures(settings);
  for (let index = 0; index < tape.length; index++) profile.update(tape, features, index);
}

const median = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1]!;

const tape = denseWeek();
const features = new FeatureColumns(tape.length);
let rows = 0;
for (let index = 0; index < tape.length; index++) {
  tape.levels.locate(tape.minuteMs(index));
  rows += tape.levels.to - tape.levels.from;
}
const defaults = profileSettings(config);
const contenders: Record<string, [minutes: number, run: () => unknown]> = {
  'windows added up anew': [
    ANEW,
    () => {
      for (let index = tape.length - ANEW; index < tape.length; index++)
        profileAt(tape, features, index, 240);
    },
  ],
  rolling: [tape.length, () => update(tape, features, defaults)],
  'rolling, pairs, base bins of 5 ticks': [
    tape.length,
    () => update(tape, features, { ...defaults, expansion: 'pair', baseBinTicks: 5 }),
  ],
  'rolling, a window of a day': [
    tape.length,
    () => update(tape, features, { ...defaults, windowMinutes: 1440 }),
  ],
};
update(tape, features, defaults);
console.log(`${tape.length} minutes, ${(rows / tape.length).toFixed(0)} traded prices a minute`);
const spent = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = -3; round < ROUNDS; round++) {
  for (const [name, [, run]] of Object.entries(contenders)) {
    const start = performance.now();
    run();
    if (round >= 0) spent.get(name)!.push(performance.now() - start);
  }
}
const perMinute = new Map([...spent].map(([name, ms]) => [name, (median(ms) * 1e3) / contenders[name]![0]]));
for (const [name, microseconds] of perMinute) {
  const ratio = perMinute.get('windows added up anew')! / microseconds;
  console.log(
    `${name.padEnd(38)} ${microseconds.toFixed(2).padStart(8)} us a minute ${ratio.toFixed(1).padStart(7)} times`,
  );
}
