import { destination, type Level, type Logger, multistream, pino, type StreamEntry } from 'pino';
import type { Redactor } from './redact.ts';

/** Levels of `--log-level` and `LOG_LEVEL`. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Of a record for those who read JSON, in full detail: people see it only from the level `debug` on.
 *
 * @example
 * log.info({ ...FOR_MACHINES, features }, 'features of the minute');
 */
export const FOR_MACHINES = { audience: 'machines' } as const;

/** Fields pino adds to each record, and what a message says already; a person has no use for them on a terminal. */
const MACHINE_FIELDS = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'audience', 'data']);

/** What {@link createLogger} needs. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** Path of a JSON log, appended to; null for none. */
  readonly file: string | null;
  /** Removes secrets from every record. */
  readonly redactor: Redactor;
  /** Takes a line without its end; what people see. */
  readonly show: (line: string) => void;
  /** Whether the lines shown are JSON, for a machine that collects them. */
  readonly json: boolean;
}

/**
 * Shows each record as a line, and writes it to a file as JSON where one is named. The field `data` of a
 * record stands in JSON only.
 */
export function createLogger({ level, file, redactor, show, json }: LoggerOptions): Logger {
  const redacted = (write: (record: Record<string, unknown>) => void) => ({
    write: (line: string) => write(redactor.data(JSON.parse(line)) as Record<string, unknown>),
  });
  const showsAll = json || level === 'debug' || level === 'trace';
  const shown = redacted((record) => {
    if (showsAll || record['audience'] === undefined) show(json ? JSON.stringify(record) : plainLine(record));
  });
  const streams: StreamEntry<Level>[] = [{ level: 'trace', stream: shown }];
  if (file !== null) {
    const lines = destination({ dest: file, sync: true, mkdir: true });
    // A full disk must not end a program that holds a position.
    lines.once('error', (error) =>
      show(`warn: the log file cannot be written: ${redactor.text(String(error))}`),
    );
    lines.on('error', () => {});
    streams.push({
      level: 'trace',
      stream: redacted((record) => lines.write(`${JSON.stringify(record)}\n`)),
    });
  }
  return pino({ level, formatters: { level: (label) => ({ level: label }) } }, multistream(streams));
}

function plainLine(record: Record<string, unknown>): string {
  const fields = Object.entries(record)
    .filter(([name]) => !MACHINE_FIELDS.has(name))
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const level = record['level'] === 'info' ? '' : `${record['level']}: `;
  return `${level}${record['msg']}${fields.join('')}`;
}
