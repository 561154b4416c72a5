import { lockStore } from './store-lock.ts';

// Takes a store's lock, says so, and keeps it until its input ends. Argument: store folder.
const unlock = lockStore(process.argv[2]!);
process.stdout.write('locked\n');
process.stdin.resume();
process.stdin.on('end', () => {
  unlock();
  process.stdout.write('unlocked\n');
});
