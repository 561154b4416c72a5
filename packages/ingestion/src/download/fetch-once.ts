import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HttpClient, Reply } from './http-client.ts';
import { beginPart, dropPart, forgetPartFacts, type PartFile, partPath, readPart } from './part-file.ts';
import { retryAfterMs } from './retry-after.ts';

/** What one try to fetch a file came to: the file is there, as long as the server said, or not. */
export type FetchResult = { readonly kind: 'fetched' } | FetchFailure;

/** Why a file is not there. */
export type FetchFailure =
  /** The server has no such file. */
  | { readonly kind: 'missing' }
  /** It may help to try again; what came is kept where it can be gone on with. */
  | {
      readonly kind: 'again';
      readonly why: string;
      /** Bytes that came this time. */
      readonly bytes: number;
      /** How long the server wants nothing to be asked, ms; null when it is not overloaded. */
      readonly busyMs: number | null;
    }
  /** Trying again is of no use. */
  | { readonly kind: 'refused'; readonly why: string };

/** A file to fetch. */
export interface FetchJob {
  readonly url: string;
  /** Where it is to lie when it is whole. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Time of day, for servers that say until when they are busy; epoch ms. */
  readonly nowMs: () => number;
  /** Told of each piece: its bytes, those of the file that are there, and those it has (null: not known). */
  readonly onBytes: (piece: number, bytes: number, ofBytes: number | null) => void;
}

/**
 * Fetches a file, or the rest of it.
 *
 * @throws what the disk says, and when `signal` is aborted; never for what a server or network does
 */
export async function fetchOnce(client: HttpClient, job: FetchJob): Promise<FetchResult> {
  const part = readPart(job.path, job.url);
  const headers: Record<string, string> =
    part === null ? {} : { range: `bytes=${part.bytes}-`, 'if-range': part.validator };
  let reply: Reply;
  try {
    reply = await client.get(job.url, headers, job.signal);
  } catch (error) {
    job.signal.throwIfAborted();
    // The address itself was checked before.
    if (codeOf(error) === 'UND_ERR_INVALID_ARG') return refused('the server redirects to nowhere');
    return again(networkText(error));
  }
  if (reply.status === 200) return receive(job, reply, null);
  if (reply.status === 206 && part !== null && goesOn(reply, part)) return receive(job, reply, part);
  reply.cancel();
  return resultOfStatus(job, reply);
}

function resultOfStatus({ path, nowMs }: FetchJob, reply: Reply): FetchResult {
  const { status } = reply;
  if (status === 404 || status === 410) {
    dropPart(path);
    return { kind: 'missing' };
  }
  if (status === 429 || status === 503) {
    const busyMs = retryAfterMs(reply.header('retry-after'), nowMs()) ?? 0;
    return { ...again(`the server is busy (${status})`), busyMs };
  }
  if (status === 206 || status === 416) {
    dropPart(path);
    return again(`the server cannot go on with the file (${status})`);
  }
  if (status === 408 || status >= 500) return again(`the server failed (${status})`);
  return refused(
    status < 400 ? `the server redirects too often (${status})` : `the server refuses it (${status})`,
  );
}

/** Whether a partial reply goes on with what is there. */
function goesOn(reply: Reply, part: PartFile): boolean {
  const validator = validatorOf(reply);
  return rangeOf(reply)?.from === part.bytes && (validator === null || validator === part.validator);
}

/** Which part of how long a file is sent. */
function rangeOf(reply: Reply): { from: number; ofBytes: number | null } | null {
  const [, from, ofBytes] = reply.header('content-range')?.match(/^bytes (\d+)-\d+\/(\d+|\*)$/) ?? [];
  return from === undefined
    ? null
    : { from: Number(from), ofBytes: ofBytes === '*' ? null : Number(ofBytes) };
}

/** A weak ETag promises equal meaning, not equal bytes. */
function validatorOf(reply: Reply): string | null {
  const etag = reply.header('etag');
  return etag !== null && !etag.startsWith('W/') ? etag : reply.header('last-modified');
}

async function receive(job: FetchJob, reply: Reply, part: PartFile | null): Promise<FetchResult> {
  const { path, url } = job;
  const begin = part?.bytes ?? 0;
  const length = reply.header('content-length');
  // The end of a reply is checked by the client; a server may still send less than the rest.
  const ofBytes = part === null ? (length === null ? null : Number(length)) : rangeOf(reply)!.ofBytes;
  mkdirSync(dirname(path), { recursive: true });
  if (part === null) {
    const validator = validatorOf(reply);
    beginPart(path, validator === null ? null : { url, validator });
  }
  const file = await open(partPath(path), part === null ? 'w' : 'a');
  try {
    const { bytes, failure } = await write(job, reply, file, begin, ofBytes);
    if (failure !== null) return { ...again(failure), bytes: bytes - begin };
    if (ofBytes !== null && bytes !== ofBytes) {
      return { ...again(`it ended after ${bytes} of ${ofBytes} bytes`), bytes: bytes - begin };
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partPath(path), path);
  forgetPartFacts(path);
  return { kind: 'fetched' };
}

interface Written {
  /** Length of the file now. */
  readonly bytes: number;
  /** Why the body ended early, null when it did not. */
  readonly failure: string | null;
}

async function write(
  { signal, onBytes }: FetchJob,
  { body, cancel }: Reply,
  file: FileHandle,
  begin: number,
  ofBytes: number | null,
): Promise<Written> {
  let at = begin;
  const pieces = body[Symbol.asyncIterator]();
  for (;;) {
    let piece: IteratorResult<Uint8Array>;
    try {
      piece = await pieces.next();
    } catch (error) {
      signal.throwIfAborted();
      return { bytes: at, failure: networkText(error) };
    }
    if (piece.done) return { bytes: at, failure: null };
    try {
      await file.appendFile(piece.value);
    } catch (error) {
      cancel();
      throw error;
    }
    at += piece.value.length;
    onBytes(piece.value.length, at, ofBytes);
  }
}

function again(why: string) {
  return { kind: 'again', why, bytes: 0, busyMs: null } as const;
}

function refused(why: string) {
  return { kind: 'refused', why } as const;
}

const NETWORK_TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers there',
  ENOTFOUND: 'the name of the server is not known',
  EAI_AGAIN: 'the name of the server cannot be looked up',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_CONNECT_TIMEOUT: 'no server answers in time',
  UND_ERR_HEADERS_TIMEOUT: 'the server does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'the server sends nothing any more',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection ended too early',
};

function networkText(error: unknown): string {
  const code = codeOf(error);
  return NETWORK_TEXTS[code] ?? `the connection failed: ${(error as Error).message || code}`;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}
