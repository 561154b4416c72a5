import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Size of a piece of ungzipped data. */
export const UNZIPPED_BYTES = 1 << 20;

/** Gunzip goes on in a thread of its own, while its output is used, until so many pieces wait. */
const PIECES_AHEAD = 8;

/**
 * The content of a gzip file in pieces of at most {@link UNZIPPED_BYTES}. (A stream that is
 * iterated over hands out all that waits as one copy; here each piece comes as it was made.)
 *
 * @param onRead told how many bytes of the file were read, whenever some were
 */
export async function* gunzipStream(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: UNZIPPED_BYTES });
  const gunzip = createGunzip({ chunkSize: UNZIPPED_BYTES });
  const pieces: Buffer[] = [];
  let isEnded = false;
  let failure: Error | null = null;
  let wake = () => {};
  const fail = (error: Error) => {
    failure = error;
    wake();
  };
  file.on('data', (chunk) => onRead(chunk.length));
  file.on('error', fail);
  gunzip.on('error', fail);
  // Not `pipeline`: it is content once all was written, before what comes out last has failed.
  gunzip.on('end', () => {
    isEnded = true;
    wake();
  });
  gunzip.on('data', (piece: Buffer) => {
    pieces.push(piece);
    if (pieces.length >= PIECES_AHEAD) gunzip.pause();
    wake();
  });
  file.pipe(gunzip);
  try {
    for (;;) {
      const piece = pieces.shift();
      if (piece !== undefined) {
        if (pieces.length < PIECES_AHEAD / 2) gunzip.resume();
        yield piece;
        continue;
      }
      if (failure !== null) throw failure;
      if (isEnded) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}
