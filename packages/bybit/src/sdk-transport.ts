import { AuctionTraderError } from '@auction-trader/core';
import { RestClientV5, WebsocketClient, type WsKey } from 'bybit-api';
import { failedReply, replyOf } from './sdk-reply.ts';
import { hmacSha256, socketAuthFrame } from './sign.ts';
import type {
  BybitCall,
  BybitReply,
  BybitSocket,
  BybitSocketHandlers,
  BybitSocketKind,
  BybitTransport,
} from './transport.ts';

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

const PATHS: Readonly<Record<BybitSocketKind, string>> = {
  public: '/v5/public/linear',
  private: '/v5/private',
  trade: '/v5/trade',
};
const LOOPBACK = new Set(['127.0.0.1', '[::1]']);
const HANDSHAKE_MS = 5_000;
/** Never used: a connection that is lost is closed for good before. At least 3 s, should that ever fail. */
const SDK_RECONNECT_MS = 60_000;
/** The SDK's own pings are not needed; this is the longest a timer can wait. */
const NEVER_MS = 2_147_483_647;
/** The SDK prints what it does, keys included, through its logger. */
const SILENT = { trace: () => {}, info: () => {}, error: () => {} };

/**
 * A transport over the network, on the `bybit-api` clients. Of the SDK's sockets only the connection is
 * used: login, subscriptions and reconnects are the adapter's own, and each connection has a client of
 * its own that is destroyed with it. Raw errors of the SDK hold the keys; none leaves this place.
 *
 * @throws AuctionTraderError (`NOT_LOOPBACK`, `BAD_ADDRESS` or `SDK_TRACE`, exit code 2)
 */
export function sdkTransport(options: SdkTransportOptions): BybitTransport {
  const { credentials, readOnly = false, allowRemote = false, timeoutMs = 5_000 } = options;
  const baseUrl = checkAddress(options.baseUrl, 'http', allowRemote);
  const wsUrl = checkAddress(options.wsUrl, 'ws', allowRemote);
  refuseTrace();
  let offsetMs = 0;
  const client = new OffsetRestClient(
    {
      ...credentials,
      baseUrl,
      recv_window: 5_000,
      parseAPIRateLimits: true,
      // Asks fetchTimeOffset before each signed call: the measured offset, no request.
      syncTimeBeforePrivateRequests: true,
      customSignMessageFn: async (message, secret) => hmacSha256(secret, message),
    },
    { timeout: timeoutMs, proxy: false, maxRedirects: 0 },
  );
  client.offsetMs = () => offsetMs;
  const redact = redactor(credentials);
  return {
    request: async (call) => {
      const reply = await request(client, call, credentials !== undefined, readOnly);
      return { ...reply, retMsg: redact(reply.retMsg) };
    },
    openSocket: (kind, handlers) => {
      if (kind !== 'public') requireKeys(credentials);
      if (kind === 'trade' && readOnly) throw refusal('the trade socket');
      const hear = kind === 'public' ? handlers.onText : (text: string) => handlers.onText(redact(text));
      return openSdkSocket(`${wsUrl}${PATHS[kind]}`, { ...handlers, onText: hear });
    },
    authFrame: (expiresMs, requestId) => socketAuthFrame(requireKeys(credentials), expiresMs, requestId),
    setClockOffset: (measuredMs) => {
      offsetMs = Math.round(measuredMs);
    },
  };
}

/** Signs with an offset that is given, not measured by itself. */
class OffsetRestClient extends RestClientV5 {
  offsetMs: () => number = () => 0;

  override async fetchTimeOffset(): Promise<number> {
    return this.offsetMs();
  }
}

async function request(
  client: RestClientV5,
  call: BybitCall,
  hasKeys: boolean,
  readOnly: boolean,
): Promise<BybitReply> {
  if (call.signed && !hasKeys) throw refusal(`the signed call ${call.path}`);
  if (call.method === 'POST' && readOnly) throw refusal(call.path);
  const params = { ...call.params };
  try {
    if (call.method === 'POST') return replyOf(await client.postPrivate(call.path, params));
    if (call.signed) return replyOf(await client.getPrivate(call.path, params));
    return replyOf(await client.get(call.path, params));
  } catch (raw) {
    return failedReply(raw);
  }
}

/** One connection of the SDK, with the frames as they are. */
class RawSocketClient extends WebsocketClient {
  url = '';
  onText: (text: string) => void = () => {};

  protected override async getWsUrl(): Promise<string> {
    return this.url;
  }

  /** Every frame is ours, pongs too. */
  protected override isWsPong(): boolean {
    return false;
  }

  protected override isWsPing(): boolean {
    return false;
  }

  protected override resolveEmittableEvents(
    _wsKey: WsKey,
    event: { data: unknown },
  ): ReturnType<WebsocketClient['resolveEmittableEvents']> {
    try {
      if (typeof event.data === 'string') this.onText(event.data);
    } catch (error) {
      // The SDK would swallow it; a fault of ours must stop the program.
      queueMicrotask(() => {
        throw error;
      });
    }
    // Said to be a pong, nothing more is done with it.
    return [{ eventType: 'pong', event: {} }];
  }
}

/** Without keys, and on a public key of the SDK's: it neither logs in nor subscribes by itself. */
const WS_KEY: WsKey = 'v5LinearPublic';

function openSdkSocket(url: string, handlers: BybitSocketHandlers): BybitSocket {
  const client = new RawSocketClient(
    {
      wsUrl: url,
      reconnectTimeout: SDK_RECONNECT_MS,
      pingInterval: NEVER_MS,
      wsOptions: { handshakeTimeout: HANDSHAKE_MS, followRedirects: false },
    },
    SILENT,
  );
  client.url = url;
  let isDone = false;
  const close = () => {
    if (isDone) return;
    isDone = true;
    client.onText = () => {};
    client.removeAllListeners();
    client.closeAll(true);
  };
  const lost = (reason: string) => {
    if (isDone) return;
    close();
    handlers.onClose(reason);
  };
  client.onText = (text) => handlers.onText(text);
  // The SDK tells of it a moment before it would send anything.
  client.on('open', () => queueMicrotask(() => isDone || handlers.onOpen()));
  client.on('close', () => lost('the connection was closed'));
  client.on('reconnect', () => lost('the connection was lost'));
  client.on('exception', (raw) => lost(`the connection failed: ${socketFault(raw)}`));
  client.connect(WS_KEY).catch(() => lost('the connection could not be made'));
  return {
    send: (text) => {
      if (!isDone && client.isConnected(WS_KEY)) client.tryWsSend(WS_KEY, text);
    },
    close,
  };
}

const SOCKET_FAULT =
  /Unexpected server response: \d{3}|ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|handshake has timed out/;

/** Only known words of a raw error: the rest of it may hold anything. */
function socketFault(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return 'error';
  // The SDK hands out a copy of an event; what the event had under symbols is all that is left of it.
  const parts = Object.getOwnPropertySymbols(raw).map((symbol) => (raw as Record<symbol, unknown>)[symbol]);
  const texts = [raw, ...parts].map((part) =>
    String((part as { message?: unknown } | null)?.message ?? part),
  );
  return SOCKET_FAULT.exec(texts.join(' '))?.[0] ?? 'error';
}

function checkAddress(address: string, scheme: 'http' | 'ws', allowRemote: boolean): string {
  // An empty address silently means the main network to the SDK.
  if (!URL.canParse(address)) {
    throw new AuctionTraderError(`${JSON.stringify(address)} is not the address of a venue`, {
      code: 'BAD_ADDRESS',
      exitCode: 2,
      hint: `Give a full address such as ${scheme}://127.0.0.1:8080.`,
    });
  }
  const url = new URL(address);
  const isLoopback = LOOPBACK.has(url.hostname);
  const isScheme = url.protocol === `${scheme}:` || url.protocol === `${scheme}s:`;
  if (!isScheme || (!isLoopback && !(allowRemote && url.protocol === `${scheme}s:`))) {
    throw new AuctionTraderError(`${url.protocol}//${url.host} may not be connected to`, {
      code: 'NOT_LOOPBACK',
      exitCode: 2,
      hint: `Only loopback addresses, and encrypted ones (${scheme}s) where remote venues are allowed.`,
    });
  }
  return `${url.protocol}//${url.host}`;
}

/** A venue's text may repeat what was signed, key included. */
function redactor(credentials: SdkTransportOptions['credentials']): (text: string) => string {
  if (credentials === undefined) return (text) => text;
  const { key, secret } = credentials;
  return (text) => text.replaceAll(key, '***').replaceAll(secret, '***');
}

function refuseTrace(): void {
  if (!process.env['BYBITTRACE']) return;
  throw new AuctionTraderError('BYBITTRACE is set: the SDK would print keys and signatures', {
    code: 'SDK_TRACE',
    exitCode: 2,
    hint: 'Unset the environment variable BYBITTRACE.',
  });
}

function requireKeys(credentials: SdkTransportOptions['credentials']): { key: string; secret: string } {
  if (credentials !== undefined) return credentials;
  throw refusal('a private socket');
}

function refusal(what: string): AuctionTraderError {
  return new AuctionTraderError(`this mode may not use ${what}`, {
    code: 'ORDERS_OUT_OF_REACH',
    exitCode: 2,
  });
}
