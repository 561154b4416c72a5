import { SingleBar } from 'cli-progress';

/** Shows how far a long piece of work has come. */
export interface Progress {
  /**
   * @param fraction 0..1
   * @param detail beside the percentage, e.g. `3 of 30 days, 41.2 MB`
   */
  update(fraction: number, detail?: string): void;
  /** The work has ended, one way or the other. */
  stop(): void;
}

const SILENT_MS = 2_000;

/**
 * A progress bar on a terminal; elsewhere a plain line for each tenth, once the work has
 * taken two seconds. All on stderr.
 *
 * @param label what is being done, e.g. `import`
 */
export function startProgress(label: string): Progress {
  return process.stderr.isTTY ? startBar(label) : startLines(label);
}

function startBar(label: string): Progress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage} % {detail}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    // A killed command must leave the terminal as it was.
    hideCursor: false,
    linewrap: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(100, 0, { detail: '' });
  return {
    update: (fraction, detail = '') => bar.update(Math.floor(fraction * 100), { detail }),
    stop: () => bar.stop(),
  };
}

function startLines(label: string): Progress {
  const startMs = performance.now();
  let shown = 0;
  return {
    update(fraction, detail) {
      const tenths = Math.floor(fraction * 10);
      if (tenths <= shown || performance.now() - startMs < SILENT_MS) return;
      shown = tenths;
      process.stderr.write(`${label}: ${tenths * 10} %${detail === undefined ? '' : `, ${detail}`}\n`);
    },
    stop() {},
  };
}
