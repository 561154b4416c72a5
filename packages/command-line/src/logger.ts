import { destination, type Level, type Logger, multistream, pino, type StreamEntry } from 'pino';
import type { Redactor } from './redact.ts';

/** Levels of `--log-level` and `LOG_LEVEL`. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields pino adds to each record; a person has no use for them on a terminal. */
const MACHINE_FIELDS = new Set(['level', 'time', 'pid', 'hostname', 'msg']);

/**
 * Logs as one plain line each to stderr, and as JSON lines to a file where one is named.
 *
 * @param file path of the JSON log, appended to; null for none
 * @param redactor removes secrets from every record
 */
export function createLogger(level: LogLevel, file: string | null, redactor: Redactor): Logger {
  const redacted = (write: (record: Record<string, unknown>) => void) => ({
    write: (json: string) => write(redactor.data(JSON.parse(json)) as Record<string, unknown>),
  });
  const streams: StreamEntry<Level>[] = [{ level: 'trace', stream: redacted(writeLine) }];
  if (file !== null) {
    const lines = destination({ dest: file, sync: true, mkdir: true });
    streams.push({
      level: 'trace',
      stream: redacted((record) => lines.write(`${JSON.stringify(record)}\n`)),
    });
  }
  return pino({ level, formatters: { level: (label) => ({ level: label }) } }, multistream(streams));
}

function writeLine(record: Record<string, unknown>): void {
  const fields = Object.entries(record)
    .filter(([name]) => !MACHINE_FIELDS.has(name))
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const level = record['level'] === 'info' ? '' : `${record['level']}: `;
  process.stderr.write(`${level}${record['msg']}${fields.join('')}\n`);
}
