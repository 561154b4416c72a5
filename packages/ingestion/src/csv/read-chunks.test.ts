import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { gunzipStream, UNZIPPED_BYTES } from './gunzip-stream.ts';
import { hashFile, inspectFile, readChunks } from './read-chunks.ts';
import { unzipInWorker } from './unzip-in-worker.ts';

const dir = mkdtempSync(join(tmpdir(), 'read-chunks-'));
afterAll(() => rmSync(dir, { recursive: true }));

// More than all pieces that may be on the way, of a length that is no multiple of theirs.
const content = Buffer.alloc(40 * UNZIPPED_BYTES + 12_345);
for (let at = 0; at + 4 <= content.length; at += 4)
  content.writeInt32LE(Math.imul(at, 0x9e3779b1) >>> 20, at);
const path = join(dir, 'content.gz');
const zipped = gzipSync(content, { level: 1 });
writeFileSync(path, zipped);

/** Its length only: a test that fails would print all of it. */
async function lengthOf(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  return (await collect(pieces)).length;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Uint8Array[] = [];
  for await (const piece of pieces) copies.push(piece.slice());
  return Buffer.concat(copies);
}

describe.each([
  ['gunzipStream', gunzipStream],
  ['unzipInWorker', unzipInWorker],
])('%s', (_, unzip) => {
  it('gives the whole content, and counts what it read', async () => {
    let bytesRead = 0;
    const count = (bytes: number) => {
      bytesRead += bytes;
    };
    expect((await collect(unzip(path, count))).equals(content)).toBe(true);
    expect(bytesRead).toBe(zipped.length);
  });

  it('can be left early', async () => {
    for await (const piece of unzip(path, () => {})) {
      expect(Buffer.from(piece).equals(content.subarray(0, piece.length))).toBe(true);
      break;
    }
  });

  it('fails with the code of what went wrong', async () => {
    const cut = join(dir, 'cut.gz');
    writeFileSync(cut, zipped);
    truncateSync(cut, zipped.length >> 1);
    await expect(lengthOf(unzip(cut, () => {}))).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
    await expect(lengthOf(unzip(join(dir, 'missing'), () => {}))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('readChunks', () => {
  it('reads plain, small zipped and large zipped files alike', async () => {
    const plain = join(dir, 'plain.csv');
    writeFileSync(plain, content);
    const noise = randomBytes(5 << 20);
    const large = join(dir, 'large.gz');
    writeFileSync(large, gzipSync(noise));
    const read = (file: string) => collect(readChunks(file, inspectFile(file), () => {}));
    expect((await read(plain)).equals(content)).toBe(true);
    expect((await read(path)).equals(content)).toBe(true);
    expect((await read(large)).equals(noise)).toBe(true);
    expect(inspectFile(large)).toMatchObject({ isGzip: true });
    expect(inspectFile(plain)).toEqual({ isGzip: false, bytes: content.length });
  });

  it('explains a large file that is cut short', async () => {
    const cut = join(dir, 'large-cut.gz');
    const whole = gzipSync(randomBytes(5 << 20));
    writeFileSync(cut, whole.subarray(0, whole.length - 100));
    await expect(lengthOf(readChunks(cut, inspectFile(cut), () => {}))).rejects.toMatchObject({
      code: 'GZIP_DAMAGED',
    });
  });

  it('hashes', () => {
    const file = join(dir, 'abc');
    writeFileSync(file, 'abc');
    expect(hashFile(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
