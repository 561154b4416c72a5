import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, wholeLines } from './line-chunks.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < edges.length; index++) yield bytes.subarray(edges[index - 1], edges[index]);
}

async function join(text: string, cuts: readonly number[]): Promise<string> {
  const parts: string[] = [];
  for await (const lines of wholeLines(pieces(Buffer.from(text, 'latin1'), cuts))) {
    const part = Buffer.from(lines).toString('latin1');
    expect(part.endsWith('\n')).toBe(true);
    parts.push(part);
  }
  return parts.join('');
}

describe('wholeLines', () => {
  it('gives whole lines wherever the chunks are cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '1', ',', '\n', '\r'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 12 }), async (content, cuts) => {
        const expected = content === '' || content.endsWith('\n') ? content : `${content}\n`;
        expect(await join(content, cuts)).toBe(expected);
      }),
    );
  });

  it('leaves a byte order mark out, and refuses a line without an end', async () => {
    expect(await join('\u00ef\u00bb\u00bfa,b\n', [])).toBe('a,b\n');
    await expect(join('x'.repeat(LONGEST_LINE + 2), [LONGEST_LINE / 2, LONGEST_LINE + 1])).rejects.toThrow(
      'LINE_TOO_LONG',
    );
  });
});
