import type { OrderPort } from './order-command.ts';
import type { PositionManager } from './position-manager.ts';

/**
 * What the position manager trades on, seen from inside a session: it takes commands, sees every quote
 * and print in order, and reports to the manager. Synchronous and without I/O. The simulated exchange
 * fills by its model (backtest, paper, shadow); the remote one passes commands to a venue and takes
 * the venue's reports (live).
 */
export interface Exchange extends OrderPort {
  /** Connects the manager; called once, before anything else. */
  connect(manager: PositionManager): void;
  /** A best bid and ask, valid or not, repeats included. Epoch ms, ticks and lots. */
  processQuote(timeMs: number, bidTicks: number, askTicks: number, bidLots: number, askLots: number): void;
  /** A print. */
  processPrint(timeMs: number, priceTicks: number, lots: number): void;
}
