import { printableConfig } from '@auction-trader/command-line';
import { type Clock, type Config, MINUTE_MS } from '@auction-trader/core';
import type { FastifyInstance } from 'fastify';
import { healthOf } from './health.ts';
import {
  type Bound,
  LIMIT,
  MINUTES,
  type Query,
  queryNumber,
  requireKnownNames,
  TIME,
} from './query-bounds.ts';
import type { TraderView } from './trader-view.ts';

/** What the read-only endpoints need. */
export interface ReadRoutesOptions {
  readonly view: TraderView;
  readonly config: Config;
  readonly clock: Clock;
}

/** Minutes and rows that are given when nobody says how many. */
const DEFAULT_MINUTES = 240;
const DEFAULT_LIMIT = 50;

/** Adds the endpoints that change nothing. */
export function addReadRoutes(server: FastifyInstance, { view, config, clock }: ReadRoutesOptions): void {
  const route = (path: string, bounds: readonly Bound[], answer: (query: Query) => unknown) => {
    const names = bounds.map(({ name }) => name);
    server.get<{ Querystring: Query }>(`/api/${path}`, async ({ query }) => {
      requireKnownNames(query, names);
      return answer(query);
    });
  };
  // Minutes are named by their start: the newest closed one began up to two minutes ago.
  const since = (query: Query) => {
    const nowMs = clock.nowMs();
    return nowMs - (nowMs % MINUTE_MS) - queryNumber(query, MINUTES, DEFAULT_MINUTES) * MINUTE_MS;
  };
  const limit = (query: Query) => queryNumber(query, LIMIT, DEFAULT_LIMIT);

  route('state', [], () => view.state());
  route('stats', [], () => ({ ...view.state().stats, daily: view.state().daily }));
  route('position', [], () => view.state().position);
  route('config', [], () => printableConfig(config));
  route('history', [MINUTES], async (query) => {
    const sinceMs = since(query);
    const [bars, features] = await Promise.all([view.rows.bars(sinceMs), view.rows.features(sinceMs)]);
    return { bars, features };
  });
  route('bars', [MINUTES], async (query) => ({ bars: await view.rows.bars(since(query)) }));
  route('features', [MINUTES], async (query) => ({ features: await view.rows.features(since(query)) }));
  route('footprint', [MINUTES], async (query) => ({ footprint: await view.rows.footprint(since(query)) }));
  route('equity', [MINUTES], async (query) => ({ equity: await view.equity(since(query)) }));
  route('profile', [TIME], async (query) => {
    const timeMs = queryNumber(query, TIME, null);
    const minuteMs = timeMs === null ? null : timeMs - (timeMs % MINUTE_MS);
    return { profile: await view.profile(minuteMs) };
  });
  route('signals', [LIMIT], async (query) => ({ signals: await view.rows.signals(limit(query)) }));
  route('orders', [LIMIT], async (query) => ({ orders: await view.rows.orders(limit(query)) }));
  route('fills', [LIMIT], async (query) => ({ fills: await view.rows.fills(limit(query)) }));
  route('trades', [LIMIT], async (query) => ({ trades: await view.rows.trades(limit(query)) }));
  route('alerts', [LIMIT], async (query) => ({ alerts: await view.rows.alerts(limit(query)) }));

  server.get('/api/health', async (_, reply) => {
    const health = healthOf(view.state());
    return reply.status(health.status === 'ok' ? 200 : 503).send(health);
  });
}
