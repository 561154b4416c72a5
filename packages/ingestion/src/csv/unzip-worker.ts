// Entry of the thread that `unzipInWorker` starts: ungzips a file into shared memory.
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipStream, UNZIPPED_BYTES } from './gunzip-stream.ts';
import type { UnzipMessage, UnzipOrder } from './unzip-in-worker.ts';

const { path, memory, slots } = workerData as UnzipOrder;
const port = parentPort!;
const free = Array.from({ length: slots }, (_, slot) => slot);
let wake = () => {};
port.on('message', (slot: number) => {
  free.push(slot);
  wake();
});

const post = (message: UnzipMessage) => port.postMessage(message);
let bytesRead = 0;
try {
  const count = (bytes: number) => {
    bytesRead += bytes;
  };
  for await (const chunk of gunzipStream(path, count)) {
    if (free.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const slot = free.pop()!;
    new Uint8Array(memory, slot * UNZIPPED_BYTES, chunk.length).set(chunk);
    post({ kind: 'piece', slot, length: chunk.length, bytesRead });
  }
  post({ kind: 'end' });
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  post({ kind: 'error', message, code: code ?? '' });
}
port.close();
