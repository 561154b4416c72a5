import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** Spellings under which a secret may hide. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Inside a longer text its base64 depends on where it begins; the first and last letters on what is beside.
  const shifted = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before, 'x'), bytes])
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  );
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURI(secret),
    bytes.toString('hex'),
    ...shifted,
    ...shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** @returns which secrets, by name, a text or file holds in any spelling */
export function secretsIn(bytes: Buffer | string, secrets: Readonly<Record<string, string>>): string[] {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((spelling) => whole.includes(spelling)))
    .map(([name]) => name);
}

/** Every file below a folder with what is in it, unpacked where it is packed. */
export function* filesBelow(folder: string): Iterable<{ readonly path: string; readonly bytes: Buffer }> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readIfThere(path);
    if (bytes === null) continue;
    yield { path, bytes };
    if (/\.gz$/.test(path)) yield { path: `${path} (unpacked)`, bytes: gunzipSync(bytes) };
    if (/\.zst$/.test(path)) yield { path: `${path} (unpacked)`, bytes: zstdDecompressSync(bytes) };
  }
}

/** A running trader packs a recorded hour and removes the original: what it was packed into is searched later. */
function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
