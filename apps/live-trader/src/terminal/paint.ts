import { stripVTControlCharacters, styleText } from 'node:util';

/** How a piece of text looks. */
export type Look = Parameters<typeof styleText>[0];

/** Gives text a look, or leaves it plain where colours are not wanted. */
export type Paint = (look: Look, text: string) => string;

/** @param colours false leaves every text as it is (`NO_COLOR`) */
export function createPaint(colours: boolean): Paint {
  return colours ? (look, text) => styleText(look, text, { validateStream: false }) : (_, text) => text;
}

/** Characters as they take room on the screen. */
export function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Fills up to a width; looks do not count. */
export function padVisible(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleLength(text)));
}

/** Cuts a line to a width; looks do not count, and none stays open. */
export function cutVisible(text: string, width: number): string {
  if (visibleLength(text) <= width) return text;
  let room = width - 1;
  let cut = '';
  // The pieces between control sequences, and these, in turn.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin control sequences
  for (const piece of text.split(/(\u001b\[[0-9;]*m)/)) {
    if (piece.startsWith('\u001b')) {
      cut += piece;
      continue;
    }
    if (room <= 0) continue;
    cut += piece.length <= room ? piece : `${piece.slice(0, room)}…`;
    room -= piece.length;
  }
  return cut;
}

/** What comes from a venue or a store must not move the cursor. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
