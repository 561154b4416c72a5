import { AuctionTraderError } from '@auction-trader/core';
import type { Alert } from './alert.ts';

/** Shapes a receiver of alerts may want. */
const WEBHOOK_FORMATS = ['generic', 'slack', 'discord', 'telegram'] as const;

/** One of {@link WEBHOOK_FORMATS}. */
type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** Where alerts go, and as what. */
export interface Webhook {
  readonly url: string;
  readonly format: WebhookFormat;
  /** The JSON document for an alert. */
  body(alert: Alert): unknown;
}

/** Longest texts that the services take. */
const LONGEST = { slack: 3000, discord: 2000, telegram: 4096 } as const;

/**
 * Reads `ALERT_WEBHOOK_URL` and `ALERT_WEBHOOK_FORMAT`; null when no address is set. Without a format
 * the address tells it.
 *
 * @throws AuctionTraderError exit code 1; the address, which is a secret, is in no message
 */
export function readWebhook(env: Readonly<Record<string, string | undefined>>): Webhook | null {
  const text = env['ALERT_WEBHOOK_URL'];
  if (!text) return null;
  const url = parseUrl(text);
  const format = chosenFormat(env['ALERT_WEBHOOK_FORMAT'], url);
  if (format !== 'telegram') return { url: url.href, format, body: bodyOf(format) };
  const chat = url.searchParams.get('chat_id');
  if (chat === null) {
    throw wrong(
      'ALERT_WEBHOOK_URL',
      'ALERT_WEBHOOK_URL for Telegram names no chat',
      'Add ?chat_id=... to it.',
    );
  }
  url.searchParams.delete('chat_id');
  const body = (alert: Alert) => ({ chat_id: chat, text: alertText(alert, LONGEST.telegram) });
  return { url: url.href, format, body };
}

function bodyOf(format: 'generic' | 'slack' | 'discord'): (alert: Alert) => unknown {
  switch (format) {
    case 'generic':
      return (alert) => alert;
    case 'slack':
      return (alert) => ({ text: slackText(alertText(alert, LONGEST.slack)) });
    case 'discord':
      // Nobody is called by a text that happens to look like a mention.
      return (alert) => ({ content: alertText(alert, LONGEST.discord), allowed_mentions: { parse: [] } });
  }
}

/** An alert for people: what it is in the first line, its data below. */
export function alertText(alert: Alert, longest: number): string {
  const over = alert.state === 'cleared' ? ' is over' : '';
  const data = Object.entries(alert.data).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = `${alert.type}${over}: ${alert.message}`;
  const where = `${alert.symbol} ${alert.mode}, ${new Date(alert.ts_ms).toISOString()}, ${alert.instance}`;
  const text = [head, where, ...data].join('\n');
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw wrong('ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_URL is not a web address', 'Write it as https://...');
}

function chosenFormat(text: string | undefined, url: URL): WebhookFormat {
  if (!text) return formatOf(url);
  const format = WEBHOOK_FORMATS.find((name) => name === text.toLowerCase());
  if (format !== undefined) return format;
  const hint = `Use one of ${WEBHOOK_FORMATS.join(', ')}, or leave it out.`;
  throw wrong('ALERT_WEBHOOK_FORMAT', `ALERT_WEBHOOK_FORMAT is ${text}`, hint);
}

function formatOf({ hostname, pathname }: URL): WebhookFormat {
  if (hostname === 'hooks.slack.com') return 'slack';
  if (/^((canary|ptb)\.)?discord(app)?\.com$/.test(hostname) && pathname.startsWith('/api/'))
    return 'discord';
  return hostname === 'api.telegram.org' ? 'telegram' : 'generic';
}

function wrong(key: string, message: string, hint: string): AuctionTraderError {
  return new AuctionTraderError(message, { code: 'BAD_WEBHOOK', exitCode: 1, details: { key }, hint });
}
