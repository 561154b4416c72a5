import type { Clock } from '@auction-trader/core';
import type { TraderView } from '../server/trader-view.ts';
import { renderScreen } from './render-screen.ts';

/** A terminal to draw on (`process.stdout` fits). */
interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** A screen that is being shown. */
export interface Screen {
  /** A line of the log, for the bottom of the screen. */
  log(line: string): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

const EVERY_MS = 1000;
const KEPT_LOG = 4;

/** The alternate screen, so that what the terminal showed before is there again afterwards. */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
/** Between these a terminal that knows them shows nothing half drawn. */
const BEGIN_UPDATE = '\u001b[?2026h';
const END_UPDATE = '\u001b[?2026l';
const HOME = '\u001b[H';
const CLEAR_REST_OF_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/** What {@link showScreen} needs. */
export interface ScreenParts {
  readonly view: TraderView;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly colours: boolean;
}

/** Shows a trader on a terminal, drawn anew each second over what was there. */
export function showScreen({ view, clock, terminal, colours }: ScreenParts): Screen {
  const log: string[] = [];
  let cancel = () => {};
  let shown = '';
  const draw = () => {
    const { columns = 80, rows = 24 } = terminal;
    const lines = renderScreen(view.state(), { width: columns, colours, log }).split('\n');
    // One line too many would scroll the first one away.
    const frame = lines.slice(0, rows - 1).join(`${CLEAR_REST_OF_LINE}\r\n`);
    if (frame !== shown) {
      terminal.write(`${BEGIN_UPDATE}${HOME}${frame}${CLEAR_REST_OF_LINE}${CLEAR_BELOW}${END_UPDATE}`);
    }
    shown = frame;
    cancel = clock.after(EVERY_MS, draw);
  };
  terminal.write(ENTER);
  draw();
  return {
    log(line) {
      log.push(line);
      if (log.length > KEPT_LOG) log.shift();
    },
    close() {
      cancel();
      terminal.write(LEAVE);
    },
  };
}
