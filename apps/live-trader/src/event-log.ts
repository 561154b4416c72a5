import type { Config } from '@auction-trader/core';
import type { Logger } from 'pino';
import type { TraderEvent, TraderView } from './server/trader-view.ts';

/** Messages of the log, by kind of event. Orders and fills let one follow an order through its life. */
const TEXTS: { readonly [Type in TraderEvent['type']]?: string } = {
  features: 'features of the minute',
  order: 'order',
  fill: 'fill',
  mode: 'mode',
};

/**
 * Writes into the log what happens to a trader: orders, fills, changes of mode, alerts, and all features
 * of each minute where `monitoring.log_features_every_minute` asks for them.
 *
 * @returns ends it
 */
export function logEvents(view: TraderView, log: Logger, { monitoring }: Config): () => void {
  return view.subscribe(({ type, row }) => {
    if (type === 'alert') {
      const level = row['state'] === 'raised' ? 'warn' : 'info';
      log[level]({ alert: row }, `alert ${row['type']}: ${row['message']}`);
      return;
    }
    if (type === 'features' && !monitoring.log_features_every_minute) return;
    const text = TEXTS[type];
    if (text !== undefined) log.info({ [type]: row }, text);
  });
}
