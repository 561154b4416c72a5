import { FOR_MACHINES } from '@auction-trader/command-line';
import type { Config } from '@auction-trader/core';
import type { Logger } from 'pino';
import type { TraderEvent, TraderView } from './server/trader-view.ts';

/** Messages of the log, by kind of event. Orders and fills let one follow an order through its life. */
const TEXTS: { readonly [Type in TraderEvent['type']]?: string } = {
  features: 'features of the minute',
  order: 'order',
  fill: 'fill',
};

/**
 * Writes into the log what the stores get: orders, fills, and all features of each minute where
 * `monitoring.log_features_every_minute` asks for them; as JSON, people read of fills and trades in words.
 * Alerts and the rest the trader tells by itself.
 *
 * @returns ends it
 */
export function logEvents(view: TraderView, log: Logger, { monitoring }: Config): () => void {
  return view.subscribe(({ type, row }) => {
    if (type === 'features' && !monitoring.log_features_every_minute) return;
    const text = TEXTS[type];
    if (text !== undefined) log.info({ ...FOR_MACHINES, [type]: row }, text);
  });
}
