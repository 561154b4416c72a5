import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

const CHUNK_BYTES = 1 << 20;
/** How a public frame begins, as the venue writes it. */
const FRAME = '{"topic"';

/**
 * The public frames of a recording, one by one: of a file with one frame a line (what stands before
 * it, e.g. a time, is passed over), or with one JSON object a line that has the frame's text in `data`
 * or `text`. Plain, `.gz` or `.zst`.
 */
export function* recordedFrames(path: string): Iterable<string> {
  for (const line of linesOf(path)) {
    const frame = frameOf(line);
    if (frame !== null) yield frame;
  }
}

/** The frame in a line, null when there is none. */
function frameOf(line: string): string | null {
  const start = line.indexOf(FRAME);
  if (start >= 0) return line.slice(start);
  if (!line.startsWith('{')) return null;
  try {
    const { data, text = data } = JSON.parse(line) as Record<string, unknown>;
    return typeof text === 'string' && text.startsWith(FRAME) ? text : null;
  } catch {
    // The last line of a recording that was killed.
    return null;
  }
}

function* linesOf(path: string): Iterable<string> {
  if (path.endsWith('.zst')) yield* zstdDecompressSync(readFileSync(path)).toString('utf8').split('\n');
  else if (path.endsWith('.gz')) yield* gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  else yield* plainLines(path);
}

function* plainLines(path: string): Iterable<string> {
  const file = openSync(path, 'r');
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    let rest = '';
    for (;;) {
      const bytes = readSync(file, chunk);
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (bytes === 0) break;
    }
    yield rest;
  } finally {
    closeSync(file);
  }
}
