import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  /** Mean number of running processes in the minute before: near 0 on an idle machine. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    loadBefore: loadavg()[0] ?? 0,
  };
}

/** One line for people. */
export function machineLine({ processor, cores, memoryGb, node, platform, loadBefore }: Machine): string {
  const load = `load ${loadBefore.toFixed(2)} before the start`;
  return `${processor}, ${cores} cores, ${memoryGb} GB memory, ${platform}, Node ${node}, ${load}`;
}
