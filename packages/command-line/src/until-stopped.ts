import { Interrupted } from './command-context.ts';

/** Something that goes on until it is ended or fails. */
export interface Service {
  /** Rejects when the work cannot go on. */
  readonly failed: Promise<never>;
  /** Winds up; called once, also after a failure. */
  stop(): Promise<void>;
}

/** Ends a service: the signals of a terminal's Ctrl-C, of a service manager, of a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exit status of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Runs a service until somebody ends it or it fails, and then winds it up in order. Who ends it while
 * it starts waits until it has started. A second Ctrl-C waits for nothing.
 *
 * @throws what `start` throws and `failed` rejects with; {@link Interrupted} after Ctrl-C, so that the
 * command ends with 130. After the other signals it returns.
 */
export async function untilStopped(start: () => Promise<Service>): Promise<void> {
  let onSignal: (signal: NodeJS.Signals) => void = () => {};
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    let first = true;
    onSignal = (signal) => {
      if (!first && signal === 'SIGINT') process.exit(INTERRUPTED);
      first = false;
      resolve(signal);
    };
  });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const service = await start();
    let signal: NodeJS.Signals;
    try {
      signal = await Promise.race([signalled, service.failed]);
    } finally {
      await service.stop();
    }
    if (signal === 'SIGINT') throw new Interrupted();
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
