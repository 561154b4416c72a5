import { importFiles } from '../importers/import-files.ts';
import { openTickStore } from './open-tick-store.ts';
import { DISK, type StoreFiles } from './store-files.ts';

// Imports a file and kills itself before the write or rename of a given number: what a
// power cut does. Arguments: store folder, file, `write` or `rename`, number from 0.
const [dir, file, operation, number] = process.argv.slice(2) as [string, string, 'write' | 'rename', string];
let left = Number(number);

function countdown(now: 'write' | 'rename'): void {
  if (now === operation && left-- === 0) process.kill(process.pid, 'SIGKILL');
}

const files: StoreFiles = {
  ...DISK,
  write(path, pieces, mtimeSeconds) {
    countdown('write');
    DISK.write(path, pieces, mtimeSeconds);
  },
  rename(from, to) {
    countdown('rename');
    DISK.rename(from, to);
  },
};

await importFiles(openTickStore(dir, files), { files: [file], tickSize: '0.1', lotSize: '0.001' });
