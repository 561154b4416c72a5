import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { alertText, readWebhook } from './webhook-format.ts';

const ALERT: Alert = {
  id: 'a-1',
  ts_ms: Date.UTC(2025, 5, 21, 18),
  type: 'POSITION_MISMATCH',
  state: 'raised',
  symbol: 'BTCUSDT',
  mode: 'live',
  message: 'the venue holds <0.010>, we think 0 & flat',
  data: { internal: 0, venue: { side: 1 }, note: '@everyone' },
  instance: 'desk-1',
};
const TEXT = [
  'POSITION_MISMATCH: the venue holds <0.010>, we think 0 & flat',
  'BTCUSDT live, 2025-06-21T18:00:00.000Z, desk-1',
  'internal: 0',
  'venue: {"side":1}',
  'note: @everyone',
].join('\n');

const body = (url: string, format?: string) =>
  readWebhook({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_FORMAT: format })?.body(ALERT);

describe('readWebhook', () => {
  it('is null without an address', () => {
    expect(readWebhook({})).toBeNull();
    expect(readWebhook({ ALERT_WEBHOOK_URL: '' })).toBeNull();
  });

  it('sends the payload itself anywhere else', () => {
    expect(body('https://example.com/hook')).toEqual(ALERT);
    expect(body('http://127.0.0.1:9000/x')).toEqual(ALERT);
    expect(body('https://not-discord.com/api/webhooks/1')).toEqual(ALERT);
  });

  it('writes for Slack, with its marks escaped', () => {
    const text = TEXT.replace('<0.010>', '&lt;0.010&gt;').replace(' & ', ' &amp; ');
    expect(body('https://hooks.slack.com/services/T/B/x')).toEqual({ text });
  });

  it('writes for Discord, calling nobody', () => {
    const expected = { content: TEXT, allowed_mentions: { parse: [] } };
    expect(body('https://discord.com/api/webhooks/1/x')).toEqual(expected);
    expect(body('https://canary.discord.com/api/webhooks/1/x')).toEqual(expected);
  });

  it('writes for Telegram, to the chat of the address', () => {
    const url = 'https://api.telegram.org/bot123:abc/sendMessage?chat_id=-42';
    expect(body(url)).toEqual({ chat_id: '-42', text: TEXT });
    expect(readWebhook({ ALERT_WEBHOOK_URL: url })?.url).toBe(
      'https://api.telegram.org/bot123:abc/sendMessage',
    );
  });

  it('takes the format that is named', () => {
    expect(body('https://example.com/hook', 'slack')).toHaveProperty('text');
    expect(body('https://hooks.slack.com/services/x', 'GENERIC')).toEqual(ALERT);
  });

  it.each([
    [{ ALERT_WEBHOOK_URL: 'hooks.example/secret-path' }, 'ALERT_WEBHOOK_URL is not a web address'],
    [{ ALERT_WEBHOOK_URL: 'file:///secret-path' }, 'ALERT_WEBHOOK_URL is not a web address'],
    [{ ALERT_WEBHOOK_URL: 'https://api.telegram.org/botsecret-path/sendMessage' }, 'names no chat'],
    [
      { ALERT_WEBHOOK_URL: 'https://a.example', ALERT_WEBHOOK_FORMAT: 'pigeon' },
      'ALERT_WEBHOOK_FORMAT is pigeon',
    ],
  ])('refuses %j without showing the address', (env, message) => {
    expect(() => readWebhook(env)).toThrow(expect.objectContaining({ exitCode: 1 }));
    expect(() => readWebhook(env)).toThrow(message);
    expect(() => readWebhook(env)).not.toThrow('secret-path');
  });
});

describe('alertText', () => {
  it('is cut to what the service takes', () => {
    const text = alertText({ ...ALERT, message: 'x'.repeat(3000) }, 2000);
    expect(text).toHaveLength(2000);
    expect(text.endsWith('…')).toBe(true);
  });

  it('says that a condition is over', () => {
    expect(alertText({ ...ALERT, state: 'cleared' }, 4000)).toMatch(/^POSITION_MISMATCH is over: /);
  });
});
