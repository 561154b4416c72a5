/** An answer of the venue to something that was sent on a socket. */
export interface ControlFrame {
  readonly op: string;
  /** Empty when the venue did not echo it. */
  readonly requestId: string;
  readonly ok: boolean;
  /** NaN when there is none (public and private sockets). */
  readonly retCode: number;
  readonly message: string;
  /** Unchecked. */
  readonly data: unknown;
  /** Rate-limit headers of the trade socket; unchecked. */
  readonly header: unknown;
}

/** An answer to login already given on a trade socket: as good as success. */
const AUTHENTICATED_BEFORE = 20_001;

/** Reads an answer; null for everything else (data, and what cannot be read). */
export function readControlFrame(text: string): ControlFrame | null {
  // All data begins so; parsing it here would double the work of every message.
  if (text.startsWith('{"topic"')) return null;
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null || 'topic' in frame || !('op' in frame)) return null;
  const { op, req_id, reqId, success, retCode, ret_msg, retMsg, data, header } = frame as Record<
    string,
    unknown
  >;
  const code = typeof retCode === 'number' ? retCode : Number.NaN;
  const id = req_id ?? reqId;
  return {
    op: String(op),
    requestId: typeof id === 'string' ? id : '',
    // A refused login of the trade socket has no `success`, only a code.
    ok: success === true || (success === undefined && (code === 0 || code === AUTHENTICATED_BEFORE)),
    retCode: code,
    message: String(ret_msg ?? retMsg ?? ''),
    data: data ?? null,
    header: header ?? null,
  };
}
