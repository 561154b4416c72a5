import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from './logger.ts';
import { createRedactor } from './redact.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folder = temporaryFolder(afterAll);
const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

describe('createLogger', () => {
  it('writes plain lines to stderr and JSON lines to the file, from the level on', () => {
    const file = join(folder, 'logs/run.log');
    const log = createLogger('info', file, createRedactor([]));
    log.debug('not this');
    log.info({ days: 3, symbol: 'BTCUSDT' }, 'read');
    log.warn('late');
    expect(write.mock.calls.map(([text]) => text)).toEqual(['read days=3 symbol=BTCUSDT\n', 'warn: late\n']);
    const records = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', days: 3, symbol: 'BTCUSDT', msg: 'read' },
      { level: 'warn', msg: 'late' },
    ]);
  });

  it('lets no secret out, neither as a field nor inside a text', () => {
    write.mockClear();
    const file = join(folder, 'logs/secret.log');
    const log = createLogger('info', file, createRedactor(['s-123456']));
    const child = log.child({ session: 's-123456' });
    child.error(
      { err: new Error('bad s-123456'), request: { headers: { 'X-BAPI-SIGN': 'f00d' } } },
      'sent s-123456',
    );
    const seen = `${write.mock.calls.join('')}${readFileSync(file, 'utf8')}`;
    expect(seen).not.toMatch(/s-123456|f00d/);
    expect(seen).toContain('sent (hidden)');
  });
});
