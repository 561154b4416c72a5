import type { BybitTransport } from './transport.ts';

/** Where the venue is and how far a transport may go. */
export interface SdkTransportOptions {
  /** Root of the REST address, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Root of the socket address without path, e.g. `ws://127.0.0.1:8080`. */
  readonly wsUrl: string;
  /** Without credentials no signed call and no private socket is possible (dry_run, paper). */
  readonly credentials?: { readonly key: string; readonly secret: string };
  /** Refuses everything that could change orders or settings (shadow, doctor). */
  readonly readOnly?: boolean;
  /** False (default): only loopback addresses are accepted. */
  readonly allowRemote?: boolean;
  /** Ms until a REST call is given up. Default 5000. */
  readonly timeoutMs?: number;
}

/** A transport over the network, on the `bybit-api` clients. */
export function sdkTransport(options: SdkTransportOptions): BybitTransport {
  throw new Error(`not yet: ${options.baseUrl}`);
}
