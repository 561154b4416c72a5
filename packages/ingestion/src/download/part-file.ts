import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';

/** Of what a half-fetched file is the beginning. */
export interface PartFacts {
  readonly url: string;
  /** Strong ETag or Last-Modified of the whole file: only the same file may be gone on with. */
  readonly validator: string;
}

/** A half-fetched file that can be gone on with. */
export interface PartFile extends PartFacts {
  /** Bytes that are there. */
  readonly bytes: number;
}

/** Where a file lies until it is whole. */
export function partPath(path: string): string {
  return `${path}.part`;
}

function factsPath(path: string): string {
  return `${path}.part.json`;
}

/** What there is of a file, null when it has to be fetched from its beginning. */
export function readPart(path: string, url: string): PartFile | null {
  const bytes = statSync(partPath(path), { throwIfNoEntry: false })?.size ?? 0;
  const facts = readFacts(path);
  return bytes > 0 && facts?.url === url ? { ...facts, bytes } : null;
}

function readFacts(path: string): PartFacts | null {
  try {
    const facts = JSON.parse(readFileSync(factsPath(path), 'utf8')) as Partial<PartFacts>;
    const { url, validator } = facts;
    return typeof url === 'string' && typeof validator === 'string' ? { url, validator } : null;
  } catch {
    // Missing, or torn by a killed process: then the file is fetched anew.
    return null;
  }
}

/** Begins a file anew, and notes what it will be of; null when the server gives nothing to know it again by. */
export function beginPart(path: string, facts: PartFacts | null): void {
  // In this order, so that a killed process never leaves new facts beside old bytes.
  rmSync(factsPath(path), { force: true });
  if (statSync(partPath(path), { throwIfNoEntry: false })) truncateSync(partPath(path));
  if (facts !== null) writeFileSync(factsPath(path), JSON.stringify(facts));
}

/** Removes the facts of a file that is whole now. */
export function forgetPartFacts(path: string): void {
  rmSync(factsPath(path), { force: true });
}

/** Removes all there is of a half-fetched file. */
export function dropPart(path: string): void {
  forgetPartFacts(path);
  rmSync(partPath(path), { force: true });
}
