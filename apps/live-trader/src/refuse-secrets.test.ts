import { describe, expect, it } from 'vitest';
import { refuseSecretArguments } from './refuse-secrets.ts';

const ENV = {
  BYBIT_API_SECRET: 'sssecret',
  ALERT_WEBHOOK_URL: 'https://hooks.example/x',
  BYBIT_API_KEY: 'run',
};

describe('refuseSecretArguments', () => {
  it.each([
    [['run', '--api-key', 'abc']],
    [['run', '--api-secret=abc']],
    [['run', '--bybit-api-key', 'abc']],
    [['run', '--secret', 'abc']],
    [['run', '--token=abc']],
    [['run', '--webhook-url', 'https://x']],
    [['run', '--set', 'dashboard.token=abc']],
    [['run', '--set', 'token=abc']],
    [['run', '--set=token=abc']],
    [['run', '--set', 'symbol=sssecret']],
    [['run', 'https://hooks.example/x']],
  ])('refuses %j', (args) => {
    expect(() => refuseSecretArguments(args, ENV)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => refuseSecretArguments(args, ENV)).not.toThrow(/abc|sssecret|hooks/);
  });

  it.each([
    [['run', '--mode', 'live', '--confirm-live', '--set', 'max_daily_loss=100']],
    [['activate', '--confirm', 'BTCUSDT live']],
    [['collect', '--symbol', 'KEYUSDT']],
    [[]],
  ])('lets %j pass', (args) => {
    expect(() => refuseSecretArguments(args, ENV)).not.toThrow();
  });
});
