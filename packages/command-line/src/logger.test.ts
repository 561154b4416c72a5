import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogger, FOR_MACHINES } from './logger.ts';
import { createRedactor } from './redact.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folder = temporaryFolder(afterAll);

function newLogger(file: string | null, secrets: string[] = [], json = false) {
  const lines: string[] = [];
  const show = (line: string) => void lines.push(line);
  const log = createLogger({ level: 'info', file, redactor: createRedactor(secrets), show, json });
  return { log, lines };
}

describe('createLogger', () => {
  it('shows plain lines and writes JSON lines to the file, from the level on', () => {
    const file = join(folder, 'logs/run.log');
    const { log, lines } = newLogger(file);
    log.debug('not this');
    log.info({ days: 3, symbol: 'BTCUSDT' }, 'read');
    log.warn('late');
    expect(lines).toEqual(['read days=3 symbol=BTCUSDT', 'warn: late']);
    const records = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', days: 3, symbol: 'BTCUSDT', msg: 'read' },
      { level: 'warn', msg: 'late' },
    ]);
  });

  it('keeps what is for machines from people, except who looks for faults', () => {
    const file = join(folder, 'logs/machines.log');
    const { log, lines } = newLogger(file);
    log.info({ ...FOR_MACHINES, poc: 50_000 }, 'features');
    log.info({ leg: 'TP1', data: { fee: 0.1 } }, 'sold');
    expect(lines).toEqual(['sold leg=TP1']);
    const records = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', poc: 50_000, msg: 'features' },
      { data: { fee: 0.1 }, msg: 'sold' },
    ]);
    const seen: string[] = [];
    const show = (line: string) => void seen.push(line);
    createLogger({ level: 'debug', file: null, redactor: createRedactor([]), show, json: false }).info(
      { ...FOR_MACHINES, poc: 1 },
      'features',
    );
    expect(seen).toEqual(['features poc=1']);
  });

  it('lets no secret out, neither as a field nor inside a text', () => {
    const file = join(folder, 'logs/secret.log');
    const { log, lines } = newLogger(file, ['s-123456']);
    const child = log.child({ session: 's-123456' });
    child.error(
      { err: new Error('bad s-123456'), request: { headers: { 'X-BAPI-SIGN': 'f00d' } } },
      'sent s-123456',
    );
    const seen = `${lines.join('')}${readFileSync(file, 'utf8')}`;
    expect(seen).not.toMatch(/s-123456|f00d/);
    expect(seen).toContain('sent (hidden)');
  });

  it('shows JSON lines to a machine', () => {
    const { log, lines } = newLogger(null, [], true);
    log.info({ days: 3 }, 'read');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'info', days: 3, msg: 'read' }]);
  });

  // Only Linux has a file that is always full.
  it.skipIf(process.platform !== 'linux')('goes on when the file cannot be written', () => {
    const { log, lines } = newLogger('/dev/full');
    log.warn('one');
    log.warn('two');
    expect(lines.filter((line) => line.startsWith('warn: ') && !line.includes('file'))).toEqual([
      'warn: one',
      'warn: two',
    ]);
  });
});
