/** Bytes of the characters a scanner looks for. */
export const BYTE = {
  LINE_FEED: 10,
  CARRIAGE_RETURN: 13,
  SPACE: 32,
  QUOTE: 34,
  PLUS: 43,
  COMMA: 44,
  MINUS: 45,
  POINT: 46,
  ZERO: 48,
  COLON: 58,
  T: 84,
  Z: 90,
} as const;

/** A field as text, without spaces and quotation marks round it. For rare fields only. */
export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  return bareText(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'));
}

/** A text without spaces and quotation marks round it. */
export function bareText(text: string): string {
  const trimmed = text.trim();
  const quoted = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"');
  return quoted ? trimmed.slice(1, -1).trim() : trimmed;
}
