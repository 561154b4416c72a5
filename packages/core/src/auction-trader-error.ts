/** Where an error happened and what could be done; every field is optional. */
export interface ErrorDetails {
  /** File as the user named it. */
  readonly file?: string;
  /** Row of the file, 1-based, header included. */
  readonly row?: number;
  /** Configuration key or command line option. */
  readonly key?: string;
}

/** Process exit codes: 1 bad usage or configuration, 2 refused for safety, 3 runtime failure. */
export type ExitCode = 1 | 2 | 3;

/** What an {@link AuctionTraderError} carries beside its message. */
export interface AuctionTraderErrorOptions {
  /** Short stable name in capitals, e.g. `CONFIG_UNKNOWN_KEY`; for programs, not for people. */
  readonly code: string;
  /** Exit code of a command that ends with this error. Default 3. */
  readonly exitCode?: ExitCode;
  readonly details?: ErrorDetails;
  /** What the user can do, as one sentence. */
  readonly hint?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Every failure a user is meant to read: the message says what was wrong, `details` say
 * where, `hint` says what to do.
 *
 * @example
 * throw new AuctionTraderError('the price 50000.35 is not on the tick grid of 0.1', {
 *   code: 'OFF_GRID',
 *   exitCode: 1,
 *   details: { file: 'trades.csv', row: 17 },
 *   hint: 'Give the right tick with --tick-size.',
 * });
 */
export class AuctionTraderError extends Error {
  override readonly name = 'AuctionTraderError';
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly details: ErrorDetails;
  readonly hint: string | null;

  constructor(message: string, options: AuctionTraderErrorOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = options.code;
    this.exitCode = options.exitCode ?? 3;
    this.details = options.details ?? {};
    this.hint = options.hint ?? null;
  }
}

/**
 * Asserts an invariant of the program itself (never outside data).
 *
 * @throws AuctionTraderError with code `INVARIANT` and exit code 3
 */
export function invariant(condition: boolean, message: string): asserts condition {
  if (condition) return;
  throw new AuctionTraderError(message, {
    code: 'INVARIANT',
    hint: 'This is a fault of the program; please report it with the command that led to it.',
  });
}
