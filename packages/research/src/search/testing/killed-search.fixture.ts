// Runs the small search into the store named by its argument, and stops for ever after the first outcomes
// are written: whoever started it kills it then.
import { runSearch } from '../run-search.ts';
import { SearchStore } from '../search-store.ts';
import { smallSearch } from './small-search.ts';

const { plan, openSource } = smallSearch();
const store = SearchStore.open(process.argv[2]!);
const searchId = store.begin(plan);
await runSearch(plan, {
  openSource,
  workers: 1,
  sink: {
    take(outcomes) {
      store.add(searchId, outcomes);
      process.stdout.write('written\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
});
