/// <reference lib="dom" />

/** Milliseconds of drawing a frame: the page stays quick meanwhile. */
const BUDGET_MS = 9;
const STRIDE = 64;

/**
 * Draws many things, a part of them in each frame. The first part is drawn at once.
 *
 * @returns stops it
 */
export function drawInFrames(count: number, drawOne: (index: number) => void, done?: () => void): () => void {
  let at = 0;
  let stopped = false;
  const step = () => {
    if (stopped) return;
    const until = performance.now() + BUDGET_MS;
    while (at < count && performance.now() < until) {
      const end = Math.min(count, at + STRIDE);
      for (; at < end; at += 1) drawOne(at);
    }
    if (at < count) requestAnimationFrame(step);
    else done?.();
  };
  step();
  return () => {
    stopped = true;
  };
}
