import { start } from '../start.ts';
import { fakePrograms } from './fake-programs.ts';

// The command line with a trader that does nothing.
await start(fakePrograms);
