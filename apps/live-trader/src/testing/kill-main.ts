import { enableCompileCache } from 'node:module';

// As in the real program.
enableCompileCache();
const { start } = await import('../start.ts');
const { startTrader, traderPrograms } = await import('../trader/programs.ts');
const { networkTransport } = await import('../trader/venue-transport.ts');
const { BusyStrategy } = await import('./busy-strategy.ts');
const { dieBefore } = await import('./die-before.ts');

// The command line with the real trader, a strategy that trades all the time, and a process that may end
// itself right before a request leaves.
const point = process.env['KILL_BEFORE'] ?? '';
if (point === 'crash') {
  // As a client library fails that puts its keys into its errors.
  setTimeout(() => {
    throw new Error(`it fell over with ${process.env['BYBIT_API_KEY']}:${process.env['BYBIT_API_SECRET']}`);
  }, 1_000);
}
await start({
  ...traderPrograms,
  startTrader: (options) =>
    startTrader(options, {
      transport: (access, mode) => dieBefore(networkTransport(access, mode), point),
      durability: 'full',
      analysis: true,
      makeStrategy: () => new BusyStrategy(),
    }),
});
