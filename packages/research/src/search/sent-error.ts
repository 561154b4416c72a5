import { AuctionTraderError, errorText } from '@auction-trader/core';
import type { SentError } from './worker-messages.ts';

/** An error as a message: a thread's own error objects lose what is special about them on the way. */
export function sendError(error: unknown): SentError {
  if (error instanceof AuctionTraderError) {
    const { message, code, exitCode, details, hint } = error;
    return { message, code, exitCode, details, hint };
  }
  const message = errorText(error);
  return { message, code: null, exitCode: 3, details: {}, hint: null };
}

/** The error that another thread sent. */
export function receivedError({ message, code, exitCode, details, hint }: SentError): Error {
  if (code === null) return new Error(message);
  return new AuctionTraderError(message, { code, exitCode, details, ...(hint === null ? {} : { hint }) });
}
