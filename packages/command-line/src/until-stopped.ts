import { Interrupted } from './command-context.ts';

/** Ends a service: the signals of a terminal's Ctrl-C, of a service manager, of a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs something that goes on until somebody ends it or it fails, and then winds it up in order. A
 * second Ctrl-C does not wait for that.
 *
 * @param failed rejects when the work cannot go on
 * @param stop winds up; called once, also after a failure
 * @throws what `failed` rejects with; {@link Interrupted} after Ctrl-C, so that the command ends with
 * 130. After the other signals it returns.
 */
export async function untilStopped(failed: Promise<never>, stop: () => Promise<void>): Promise<void> {
  let onSignal: (signal: NodeJS.Signals) => void = () => {};
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    let first = true;
    onSignal = (signal) => {
      if (!first && signal === 'SIGINT') process.exit(130);
      first = false;
      resolve(signal);
    };
  });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    let signal: NodeJS.Signals;
    try {
      signal = await Promise.race([signalled, failed]);
    } finally {
      await stop();
    }
    if (signal === 'SIGINT') throw new Interrupted();
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
