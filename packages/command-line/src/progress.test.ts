import { afterEach, describe, expect, it, vi } from 'vitest';
import { startProgress } from './progress.ts';

const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
const now = vi.spyOn(performance, 'now');

afterEach(() => {
  write.mockClear();
  now.mockReset();
});

const lines = () => write.mock.calls.map(([text]) => text);

describe('startProgress without a terminal', () => {
  it('prints a plain line for each tenth', () => {
    now.mockReturnValueOnce(0).mockReturnValue(3000);
    const progress = startProgress('import');
    for (let percent = 0; percent <= 100; percent++) progress.update(percent / 100);
    progress.stop();
    expect(lines()).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => `import: ${percent} %\n`),
    );
  });

  it('says more where it is told more', () => {
    now.mockReturnValueOnce(0).mockReturnValue(3000);
    const progress = startProgress('download');
    progress.update(0.25, '3 of 12 days, 41.2 MB');
    progress.stop();
    expect(lines()).toEqual(['download: 20 %, 3 of 12 days, 41.2 MB\n']);
  });

  it('says nothing of work that is done in a moment', () => {
    now.mockReturnValueOnce(0).mockReturnValue(1500);
    const progress = startProgress('import');
    progress.update(1);
    progress.stop();
    expect(lines()).toEqual([]);
  });
});
