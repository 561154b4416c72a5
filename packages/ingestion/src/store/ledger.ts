import { readFileSync } from 'node:fs';
import type { FileReport } from '../importers/import-report.ts';
import type { TickKind } from './tick-kind.ts';

/** A file that was imported whole. */
export interface LedgerEntry {
  readonly name: string;
  readonly sha256: string;
  /** Size of the file in bytes: a file of another size need not be hashed to be known as new. */
  readonly bytes: number;
  readonly layout: string;
  readonly kind: TickKind;
  /** Starts (epoch ms) of the UTC days it has rows in. */
  readonly days: readonly number[];
  /** What its import counted; the file without its folder. */
  readonly report?: FileReport;
}

/**
 * The imports of a symbol. Only a help for knowing a file again without parsing it: what a
 * day came from stands in the day's own file, so a lost ledger loses nothing.
 *
 * @returns an empty list when there is no readable ledger
 */
export function readLedger(path: string | null): LedgerEntry[] {
  if (path === null) return [];
  try {
    const ledger = JSON.parse(readFileSync(path, 'utf8')) as { imports?: LedgerEntry[] };
    return Array.isArray(ledger.imports) ? ledger.imports : [];
  } catch {
    return [];
  }
}

/** The bytes of a ledger file. */
export function encodeLedger(imports: readonly LedgerEntry[]): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version: 1, imports }, null, 1)}\n`);
}
