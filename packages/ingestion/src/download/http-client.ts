/** The start of a reply; its body is read, or cancelled, by who asked. */
export interface Reply {
  readonly status: number;
  /** The value of a header, null when it was not sent. */
  header(name: string): string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up the rest of the body. */
  cancel(): void;
}

/** Asks servers for files. */
export interface HttpClient {
  /** @throws Error of the network, or when `signal` is aborted */
  get(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Reply>;
  close(): Promise<void>;
}

/** How a client treats servers. */
export interface HttpLimits {
  /** Requests at a time. */
  readonly parallel: number;
  /** Longest silence of a server, ms. */
  readonly stallMs: number;
}

const REDIRECTIONS = 5;

/**
 * A client that follows redirections and honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Bodies come as
 * they were sent: what is named `.gz` stays so, whatever the server says of its encoding.
 */
export async function openHttpClient({ parallel, stallMs }: HttpLimits): Promise<HttpClient> {
  // Loaded here, because most commands fetch nothing.
  const { EnvHttpProxyAgent, interceptors } = await import('undici');
  const agent = new EnvHttpProxyAgent({
    connections: parallel,
    // A connection a file: one kept open may be closed by the server just when it is used again.
    pipelining: 0,
    connect: { timeout: stallMs },
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
  });
  const redirecting = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTIONS }));
  return {
    async get(url, headers, signal) {
      const { origin, pathname } = new URL(url);
      const {
        statusCode,
        headers: sent,
        body,
      } = await redirecting.request({
        origin,
        path: pathname,
        method: 'GET',
        headers: { 'accept-encoding': 'identity', 'user-agent': 'auction-trader', ...headers },
        signal,
      });
      return {
        status: statusCode,
        header: (name) => [sent[name] ?? null].flat()[0] ?? null,
        body,
        cancel: () => {
          // Destroying a stream that nobody listens to reports an error.
          body.on('error', () => {});
          body.destroy();
        },
      };
    },
    close: () => agent.destroy(),
  };
}
