import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fromExactJson, toExactJson } from '../exact-json.ts';

/** A state on its way into the journal. */
export interface SnapshotBlob {
  readonly state: Uint8Array;
  /** Hex SHA-256 of the state's text and of where it belongs. */
  readonly checksum: string;
}

/** Where a state belongs: a checksum covers it too. */
export interface SnapshotPlace {
  readonly runId: string;
  readonly inputSeq: number;
  readonly stateVersion: number;
}

/** Packs a state. Level 1: a state is written while trading goes on. */
export function packState(state: unknown, place: SnapshotPlace): SnapshotBlob {
  const text = toExactJson(state);
  return { state: deflateRawSync(text, { level: 1 }), checksum: checksumOf(text, place) };
}

/**
 * Unpacks a state.
 *
 * @throws Error saying what is wrong with it
 */
export function unpackState({ state, checksum }: SnapshotBlob, place: SnapshotPlace): unknown {
  const text = inflateRawSync(state).toString();
  if (checksumOf(text, place) !== checksum) throw new Error('its checksum does not fit');
  return fromExactJson(text);
}

function checksumOf(text: string, { runId, inputSeq, stateVersion }: SnapshotPlace): string {
  return createHash('sha256').update(`${runId} ${inputSeq} ${stateVersion}\n`).update(text).digest('hex');
}
