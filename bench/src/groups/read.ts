import { rmSync } from 'node:fs';
import type { DayTicks, TickSource } from '@auction-trader/core';
import { storedDenseTicks } from '../data/dense-market.ts';
import { scratchFolder } from '../data/folders.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';
import { memoryForFiles, readPlainFiles, writePlainFiles } from '../references/plain-files.ts';

/** Reading the stored days into memory, against reading the same bytes from plain files. */
export async function measure(scale: Scale): Promise<Row[]> {
  const source = await storedDenseTicks(scale);
  const folder = scratchFolder('plain-files');
  const paths = writePlainFiles(source, folder);
  const memory = memoryForFiles(paths);
  let bytes = 0;
  let reuse: DayTicks | undefined;
  const times = await interleave(
    {
      plain: {
        run: () => {
          bytes = readPlainFiles(paths, memory);
        },
      },
      store: { run: () => (reuse = readAll(source, reuse)) },
    },
    { warmups: 2, rounds: 2 * scale.rounds },
  );
  rmSync(folder, { recursive: true, force: true });
  const gigabytesASecond = bytes / spread(times.store).value / 1e6;
  return [
    {
      id: 'read',
      what: 'reading ticks into memory',
      against: 'reading the same bytes from plain files',
      ...spreadOfRatios(times.plain, times.store),
      unit: 'times',
      goal: { kind: 'at least', value: 0.8 },
      figures: `${gigabytesASecond.toFixed(2)} GB/s, ${(gigabytesASecond / 0.013).toFixed(0)} M trades/s`,
    },
  ];
}

/** Both use the same memory for all their files, in every round. */
function readAll(source: TickSource, memory: DayTicks | undefined): DayTicks | undefined {
  let reuse = memory;
  for (const start of source.days) reuse = source.readDay(start, reuse);
  return reuse;
}
