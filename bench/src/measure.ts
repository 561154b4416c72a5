// Measures one group in a process of its own, and sends its rows to the process that asked.
import type { Measure } from './groups/groups.ts';
import { FULL, QUICK } from './harness/scale.ts';

const [group, scale] = process.argv.slice(2);
const { measure } = (await import(`./groups/${group}.ts`)) as { measure: Measure };
const rows = await measure(scale === 'quick' ? QUICK : FULL);
process.send?.(rows);
process.disconnect?.();
