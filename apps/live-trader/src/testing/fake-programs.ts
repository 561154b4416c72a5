import type { RunningTrader, TraderOptions, TraderPrograms } from '../trader-options.ts';
import { FakeTrader, NOW_MS, SAMPLE_STATE } from './fake-trader.ts';
import { SAMPLE_COMPARISON } from './sample-comparison.ts';

/** A trader that does nothing but what the environment asks for: `FAKE_TRADER`. */
class RunningFake extends FakeTrader implements RunningTrader {
  readonly failed: Promise<never>;
  readonly #log: TraderOptions['log'];

  constructor({ mode, config, instance, log, sendAlert, env }: TraderOptions & { env: NodeJS.ProcessEnv }) {
    super();
    this.#log = log;
    const { symbol } = config.instrument;
    this.change({ mode, symbol, instance, activation: 'OBSERVE', position: { ...SAMPLE_STATE.position } });
    this.failed =
      env['FAKE_TRADER'] === 'fails'
        ? Promise.reject(new Error('the market is gone'))
        : new Promise(() => {});
    this.failed.catch(() => {});
    sendAlert({
      id: 'alert-1',
      ts_ms: NOW_MS,
      type: 'RESTARTED',
      state: 'event',
      symbol,
      mode,
      message: 'started',
      data: {},
      instance,
    });
    // A library that talks too much.
    log.warn({ request: { headers: { 'X-BAPI-SIGN': 'f00d' } }, url: env['ALERT_WEBHOOK_URL'] }, 'sent');
  }

  async stop(): Promise<void> {
    this.#log.info('wound up');
    this.change({ activation: 'OBSERVE' });
  }
}

/** Stands behind the command line in its tests. */
export const fakePrograms: TraderPrograms = {
  async startTrader(options) {
    const { env } = process;
    if (env['FAKE_TRADER'] === 'cannot start') throw new Error('no way to the venue');
    if (env['FAKE_TRADER'] === 'throws') {
      queueMicrotask(() => {
        throw Object.assign(new Error('bug'), { requestOptions: { secret: env['BYBIT_API_SECRET'] } });
      });
    }
    return new RunningFake({ ...options, env });
  },
  async startCollector() {
    return {
      progress: () => ({ frames: 3, trades: 2, quotes: 1 }),
      stop: async () => {},
      failed: new Promise<never>(() => {}),
    };
  },
  async replay({ verify, fromMs }) {
    const differs = process.env['FAKE_TRADER'] === 'differs';
    return {
      runs: 1,
      minutes: 1440,
      decisions: 1440,
      commands: 12,
      trades: 3,
      netPnl: fromMs === null ? -4.5 : 0,
      difference:
        verify && differs
          ? { timeMs: NOW_MS, what: 'decision.action', replayed: 'HOLD', journal: 'ENTER_LONG' }
          : null,
    };
  },
  async compareBacktest() {
    return [
      process.env['FAKE_TRADER'] === 'differs' ? { ...SAMPLE_COMPARISON, unexplained: 1 } : SAMPLE_COMPARISON,
    ];
  },
};
