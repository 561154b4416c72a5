import { createHmac } from 'node:crypto';

/** An account's keys. */
export interface BybitCredentials {
  readonly key: string;
  readonly secret: string;
}

/**
 * The signature of a REST call: hex HMAC-SHA256 of timestamp, key, receive window and payload.
 *
 * @param payload the query string as sent (GET) or the exact JSON body (POST)
 */
export function restSignature(
  { key, secret }: BybitCredentials,
  timestampMs: number,
  recvWindowMs: number,
  payload: string,
): string {
  return hmacSha256(secret, `${timestampMs}${key}${recvWindowMs}${payload}`);
}

/** The frame that logs a private or trade socket in: {@link BybitTransport.authFrame}. */
export function socketAuthFrame(
  { key, secret }: BybitCredentials,
  expiresMs: number,
  requestId: string,
): string {
  const expires = Math.round(expiresMs);
  const args = [key, expires, hmacSha256(secret, `GET/realtime${expires}`)];
  return JSON.stringify({ req_id: requestId, reqId: requestId, op: 'auth', args });
}

/** Hex HMAC-SHA256. */
export function hmacSha256(secret: string, message: string): string {
  return createHmac('sha256', secret).update(message).digest('hex');
}
