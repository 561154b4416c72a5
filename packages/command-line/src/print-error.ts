import { styleText } from 'node:util';
import { AuctionTraderError, type ExitCode } from '@auction-trader/core';
import type { Redactor } from './redact.ts';

/** What the operating system reports, in words a user can act on. */
const SYSTEM_ERRORS: { readonly [code: string]: readonly [what: string, hint: string] } = {
  ENOSPC: [
    'the disk is full',
    'Free some space and run the command again; what was stored before is unharmed.',
  ],
  EDQUOT: ['the disk quota is used up', 'Free some space and run the command again.'],
  EROFS: ['the file system is read-only', 'Choose another place with --out, or DATA_DIR.'],
  EACCES: ['permission was denied', 'Check the rights of the file and of its folder.'],
  EPERM: ['the operation is not permitted', 'Check the rights of the file and of its folder.'],
  ENOENT: ['the file or folder does not exist', 'Check the path.'],
  EISDIR: ['it is a folder, not a file', 'Name a file.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Check the path.'],
  EMFILE: ['too many files are open', 'Raise the limit of open files (ulimit -n) and run the command again.'],
};

/** Writes an error to stderr: what, where, what to do; with its stack only when asked for; without secrets. */
export function printError(error: unknown, withStack: boolean, redactor: Redactor): void {
  const { message, hint, details } = readableError(error);
  const where = [
    details.file,
    details.row === undefined ? undefined : `row ${details.row}`,
    details.key === undefined || message.includes(details.key) ? undefined : details.key,
  ].filter((part) => part !== undefined);
  const lines = [`${styleText('red', 'error:', { stream: process.stderr })} ${message}`];
  if (where.length > 0) lines.push(`  where: ${where.join(', ')}`);
  if (hint !== null) lines.push(`  what to do: ${hint}`);
  if (withStack) lines.push(stackOf(error));
  process.stderr.write(`${redactor.text(lines.join('\n'))}\n`);
}

/** Exit code of a command that ends with this error. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof AuctionTraderError ? error.exitCode : 3;
}

function readableError(error: unknown): Pick<AuctionTraderError, 'message' | 'hint' | 'details'> {
  if (error instanceof AuctionTraderError) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (known !== undefined) {
    return { message: known[0], hint: known[1], details: path === undefined ? {} : { file: path } };
  }
  return {
    message: `unexpected failure: ${message ?? String(error)}`,
    hint: 'Run it again with --log-level debug to see where it came from, and report it.',
    details: {},
  };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
