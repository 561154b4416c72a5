/// <reference lib="dom" />
import { unpackPayload } from '../model/payload.ts';

/** Decodes the data that stands in a report page: base64 of deflated bytes, as `reportHtml` writes it. */
export async function readDocument<Document>(
  base64: string,
): Promise<{ document: Document; columns: Record<string, Float64Array> }> {
  return unpackPayload<Document>(await inflate(fromBase64(base64)));
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
