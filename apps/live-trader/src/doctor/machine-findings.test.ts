import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from '@auction-trader/core';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  alertFinding,
  diskFinding,
  folderFinding,
  instanceFinding,
  journalFinding,
  liveFindings,
  serverFinding,
} from './machine-findings.ts';

const folder = temporaryFolder(afterAll);
const config = (...set: string[]) => resolveConfig({ set }).config;

describe('machine findings', () => {
  it.each([
    [0o700, 'ok'],
    [0o750, 'warn'],
    [0o755, 'warn'],
    [0o770, 'fail'],
    [0o777, 'fail'],
  ])('a data folder of mode %o', (mode, level) => {
    const path = join(folder, mode.toString(8));
    mkdirSync(path);
    chmodSync(path, mode);
    expect(folderFinding(path).level).toBe(level);
  });

  it('a data folder that is not there, or not a folder', () => {
    expect(folderFinding(join(folder, 'none')).level).toBe('ok');
    writeFileSync(join(folder, 'file'), '');
    expect(folderFinding(join(folder, 'file')).level).toBe('fail');
  });

  it.each([
    [20e9, 'ok'],
    [4e9, 'warn'],
    [9e8, 'fail'],
  ])('a disk with %d bytes', (freeBytes, level) => {
    expect(diskFinding({ freeBytes, totalBytes: 1e12 }).level).toBe(level);
  });

  it('a journal that is missing or damaged', () => {
    expect(journalFinding(folder, config()).level).toBe('ok');
    writeFileSync(join(folder, 'journal.db'), 'this is not a database file at all, it is a text');
    expect(journalFinding(folder, config())).toMatchObject({
      level: 'fail',
      text: expect.stringContaining('journal'),
    });
  });

  it('no instance', () => {
    expect(instanceFinding(folder)).toMatchObject({ level: 'ok' });
  });

  it('what live would be refused for', () => {
    expect(liveFindings(config()).map(({ level }) => level)).toEqual(['warn']);
    expect(liveFindings(config('max_daily_loss=100'))).toMatchObject([{ level: 'ok' }]);
  });

  it('an open server', () => {
    expect(serverFinding(config()).level).toBe('ok');
    expect(serverFinding(config('host=0.0.0.0')).level).toBe('fail');
    const guarded = serverFinding(config('host=0.0.0.0', 'dashboard.token=the-token'));
    expect(guarded).toMatchObject({ level: 'ok', text: expect.not.stringContaining('the-token') });
  });

  it('alerts that nobody hears', () => {
    expect(alertFinding({}).level).toBe('warn');
    expect(alertFinding({ ALERT_WEBHOOK_URL: 'x' }).level).toBe('fail');
    const heard = alertFinding({ ALERT_WEBHOOK_URL: 'https://hooks.slack.com/services/secret' });
    expect(heard).toEqual({ name: 'alerts', level: 'ok', text: 'sent as slack' });
  });
});
