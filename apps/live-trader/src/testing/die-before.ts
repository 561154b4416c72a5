import type { BybitTransport } from '@auction-trader/bybit';
import { orderStep } from './order-step.ts';

/**
 * A transport in whose process SIGKILL strikes right before a request would leave.
 *
 * @param step as {@link orderStep} names it; empty: never
 */
export function dieBefore(transport: BybitTransport, step: string): BybitTransport {
  if (step === '') return transport;
  return {
    request(call) {
      if (call.method === 'POST' && orderStep(call.path, call.params) === step) {
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => {});
      }
      return transport.request(call);
    },
    openSocket: (kind, handlers) => transport.openSocket(kind, handlers),
    authFrame: (expiresMs, requestId) => transport.authFrame(expiresMs, requestId),
    setClockOffset: (offsetMs) => transport.setClockOffset(offsetMs),
  };
}
