// Entry of the worker threads of a search.
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: each thread compiles all of it again otherwise.
enableCompileCache();
const { serveSearch } = await import('./search/search-worker-thread.ts');
serveSearch();
