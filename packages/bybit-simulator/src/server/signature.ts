import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in hex, as v5 signs. */
export function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Whether a signature is the right one for one of the texts. */
export function isSigned(secret: string, given: string, texts: readonly string[]): boolean {
  const bytes = Buffer.from(given.toLowerCase());
  return texts.some((text) => {
    const right = Buffer.from(signature(secret, text));
    return right.length === bytes.length && timingSafeEqual(right, bytes);
  });
}

/** A query as sent and as decoded: clients sign either. */
export function signedForms(query: string): string[] {
  try {
    const decoded = decodeURIComponent(query);
    return decoded === query ? [query] : [query, decoded];
  } catch {
    return [query];
  }
}
