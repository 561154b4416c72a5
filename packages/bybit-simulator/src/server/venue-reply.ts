import { retMessage } from './ret-messages.ts';
import type { VenueReply } from './venue-port.ts';

/** A reply that carries nothing but a code. */
export function codeReply(retCode: number, retMsg = retMessage(retCode)): VenueReply {
  return { retCode, retMsg, result: {} };
}
