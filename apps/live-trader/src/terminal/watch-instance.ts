import type { CommandContext } from '@auction-trader/command-line';
import type { Clock } from '@auction-trader/core';
import type { TraderView } from '../server/trader-view.ts';
import { showScreen } from './screen.ts';
import { statusLine } from './status-line.ts';

const LINE_EVERY_MS = 60_000;

/**
 * Shows a trader while it runs: a screen on a terminal, elsewhere a line a minute in the log.
 *
 * @param clock the machine's own: people watch in real time
 */
export function watchInstance(context: CommandContext, view: TraderView, clock: Clock): { close(): void } {
  const { stdout, env } = process;
  if (stdout.isTTY && !context.json && env['TERM'] !== 'dumb') {
    const colours = !env['NO_COLOR'];
    const screen = showScreen({ view, clock, terminal: stdout, colours });
    context.divertLog((line) => screen.log(line));
    // Whatever ends the process, the terminal has to be given back.
    const restore = () => screen.close();
    process.once('exit', restore);
    return {
      close() {
        process.off('exit', restore);
        context.divertLog(null);
        screen.close();
      },
    };
  }
  let cancel = () => {};
  const line = () => {
    context.log.info(statusLine(view.state()));
    cancel = clock.after(LINE_EVERY_MS, line);
  };
  line();
  return { close: () => cancel() };
}
