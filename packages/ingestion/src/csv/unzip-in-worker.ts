import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UNZIPPED_BYTES } from './gunzip-stream.ts';

/** What the thread is told. */
export interface UnzipOrder {
  readonly path: string;
  /** `slots` pieces of `UNZIPPED_BYTES`; the thread is sent the numbers of those that are free again. */
  readonly memory: SharedArrayBuffer;
  readonly slots: number;
}

/** What the thread says. */
export type UnzipMessage =
  | { readonly kind: 'piece'; readonly slot: number; readonly length: number; readonly bytesRead: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly message: string; readonly code: string };

/** Pieces on the way. */
const SLOTS = 16;

/**
 * The content of a gzip file in pieces of about a megabyte, as `gunzipStream` gives it, from
 * a thread of its own: neither the streams nor their garbage hold up who uses the pieces. A
 * piece is valid until the next one is asked for.
 *
 * @param onRead told how many bytes of the file were read, whenever some were
 */
export async function* unzipInWorker(
  path: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const memory = new SharedArrayBuffer(SLOTS * UNZIPPED_BYTES);
  const workerData: UnzipOrder = { path, memory, slots: SLOTS };
  const worker = new Worker(entry(), { workerData });
  let bytesRead = 0;
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'] })) {
      const news = message as UnzipMessage;
      if (news.kind === 'end') return;
      if (news.kind === 'error') throw Object.assign(new Error(news.message), { code: news.code });
      onRead(news.bytesRead - bytesRead);
      bytesRead = news.bytesRead;
      yield new Uint8Array(memory, news.slot * UNZIPPED_BYTES, news.length);
      worker.postMessage(news.slot);
    }
    throw new Error('the thread that ungzips it ended early');
  } finally {
    await worker.terminate();
  }
}

/** Beside this file in the sources; this file is part of `dist/index.js` when built. */
function entry(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? './unzip-worker.ts' : './csv/unzip-worker.js', import.meta.url);
}
