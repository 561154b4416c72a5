import { scalarText } from './scalar-text.ts';

/** A frame of a client after `JSON.parse`. */
export interface ClientMessage {
  readonly op: string;
  readonly args: readonly unknown[];
  /** `req_id` or `reqId`, as the lane calls it; undefined when the client gave none. */
  readonly requestId: string | undefined;
  readonly header: Readonly<Record<string, unknown>>;
}

/** Reads a frame of a client; null when it is not a JSON object with an `op`. */
export function parseClientMessage(text: string): ClientMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { op, args, req_id, reqId, header } = value as Record<string, unknown>;
  if (typeof op !== 'string') return null;
  const requestId = req_id ?? reqId;
  return {
    op,
    args: Array.isArray(args) ? args : [],
    requestId: requestId === undefined || requestId === null ? undefined : scalarText(requestId),
    header: typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {},
  };
}
