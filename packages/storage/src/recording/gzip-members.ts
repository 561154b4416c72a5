import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib';

const deflate = promisify(deflateRaw);

// A gzip file may consist of several members, one behind the other (RFC 1952); every gunzip reads it.
// Each member tells its own length in an extra field, so that it can be read alone and at once.
const HEADER_BYTES = 20;
const TRAILER_BYTES = 8;
/** Magic, deflate, flag "extra field", no time, no flags, unknown system, 8 bytes of extra: field "AT" of 4 bytes. */
const HEADER = Uint8Array.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x41, 0x54, 4, 0]);

/** Packs bytes into one member. */
export async function packMember(bytes: Uint8Array): Promise<Uint8Array> {
  const body = await deflate(bytes, { level: 6 });
  const member = Buffer.alloc(HEADER_BYTES + body.length + TRAILER_BYTES);
  member.set(HEADER);
  member.writeUInt32LE(member.length, HEADER.length);
  member.set(body, HEADER_BYTES);
  member.writeUInt32LE(crc32(bytes), HEADER_BYTES + body.length);
  member.writeUInt32LE(bytes.length, HEADER_BYTES + body.length + 4);
  return member;
}

/** Bytes that have to be read to know a member's length. */
export const MEMBER_HEAD_BYTES = HEADER_BYTES;

/**
 * Length of a member in bytes.
 *
 * @param head its first {@link MEMBER_HEAD_BYTES} bytes
 * @returns null when no member of ours begins here
 */
export function memberLength(head: Buffer): number | null {
  const isOurs = head.length === HEADER_BYTES && HEADER.every((byte, index) => head[index] === byte);
  return isOurs ? head.readUInt32LE(HEADER.length) : null;
}

/**
 * Unpacks a whole member.
 *
 * @throws Error when it is damaged
 */
export function unpackMember(member: Buffer): Buffer {
  return inflateRawSync(member.subarray(HEADER_BYTES, member.length - TRAILER_BYTES));
}
