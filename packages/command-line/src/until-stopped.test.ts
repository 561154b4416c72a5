import { describe, expect, it, vi } from 'vitest';
import { untilStopped } from './until-stopped.ts';

const never = new Promise<never>(() => {});

describe('untilStopped', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('winds up after %s', async (signal) => {
    const stop = vi.fn(async () => {});
    const ended = untilStopped(never, stop);
    expect(stop).not.toHaveBeenCalled();
    process.emit(signal, signal);
    await ended;
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('says after Ctrl-C that it was interrupted', async () => {
    const stop = vi.fn(async () => {});
    const ended = untilStopped(never, stop);
    process.emit('SIGINT', 'SIGINT');
    await expect(ended).rejects.toMatchObject({ name: 'Interrupted' });
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('winds up what has failed, and passes the failure on', async () => {
    const stop = vi.fn(async () => {});
    await expect(untilStopped(Promise.reject(new Error('lost')), stop)).rejects.toThrow('lost');
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('waits for the end, unless Ctrl-C is pressed twice', async () => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    let finish = () => {};
    const ended = untilStopped(never, () => new Promise((resolve) => (finish = resolve)));
    process.emit('SIGINT', 'SIGINT');
    await Promise.resolve();
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    await expect(ended).rejects.toMatchObject({ name: 'Interrupted' });
    exit.mockRestore();
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGTERM');
    const ended = untilStopped(never, async () => {});
    process.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
