/// <reference lib="dom" />

const LEAST = 32;
const MOST = 4096;
const FIRST = 128;
/** A frame longer than this had too much to draw, a shorter one than the second could have drawn more. */
const LONG_MS = 34;
const SHORT_MS = 20;

/**
 * Draws many things, a part of them in each frame, so that the page stays quick. How many depends on how long
 * the frames take: a browser draws after the script has ended, so the script cannot time the drawing itself.
 *
 * @returns stops it
 */
export function drawInFrames(count: number, drawOne: (index: number) => void): () => void {
  let at = 0;
  let part = FIRST;
  let stopped = false;
  let last = 0;
  const step = (now: number) => {
    if (stopped) return;
    if (last > 0 && now - last > LONG_MS) part = Math.max(LEAST, part >> 1);
    else if (last > 0 && now - last < SHORT_MS) part = Math.min(MOST, part * 2);
    last = now;
    const end = Math.min(count, at + part);
    for (; at < end; at += 1) drawOne(at);
    if (at < count) requestAnimationFrame(step);
  };
  step(0);
  return () => {
    stopped = true;
  };
}
