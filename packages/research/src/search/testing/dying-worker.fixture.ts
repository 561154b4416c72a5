// Entry of a worker thread that ends, as one without memory does, whenever it is to run the set DEADLY_SET.
import { parentPort } from 'node:worker_threads';
import { serveSearch } from '../search-worker-thread.ts';
import type { WorkerNews, WorkerTask } from '../worker-messages.ts';

const DEADLY_SET = 3;
const DEATH_CODE = 7;

parentPort!.on('message', (message: WorkerNews | WorkerTask) => {
  if (message.kind === 'run-batch' && message.setIndexes.includes(DEADLY_SET)) process.exit(DEATH_CODE);
});
serveSearch();
