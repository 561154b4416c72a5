// Entry of the worker threads of a search.
import { serveSearch } from './search/search-worker-thread.ts';

serveSearch();
