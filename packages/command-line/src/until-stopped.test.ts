import { describe, expect, it, vi } from 'vitest';
import { type Service, untilStopped } from './until-stopped.ts';

const never = new Promise<never>(() => {});
const settled = () => new Promise((resolve) => setImmediate(resolve));

function newService(failed: Promise<never> = never) {
  const stop = vi.fn(async () => {});
  return { stop, service: async (): Promise<Service> => ({ failed, stop }) };
}

describe('untilStopped', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('winds up after %s', async (signal) => {
    const { stop, service } = newService();
    const ended = untilStopped(service);
    await settled();
    expect(stop).not.toHaveBeenCalled();
    process.emit(signal, signal);
    await ended;
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('says after Ctrl-C that it was interrupted', async () => {
    const { stop, service } = newService();
    const ended = untilStopped(service);
    process.emit('SIGINT', 'SIGINT');
    await expect(ended).rejects.toMatchObject({ name: 'Interrupted' });
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('lets a start come to its end before it winds up', async () => {
    const { stop, service } = newService();
    let begin = () => {};
    const started = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ended = untilStopped(() => started.then(service));
    process.emit('SIGTERM', 'SIGTERM');
    await settled();
    expect(stop).not.toHaveBeenCalled();
    begin();
    await ended;
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('winds up what has failed, and passes the failure on', async () => {
    const { stop, service } = newService(Promise.reject(new Error('lost')));
    await expect(untilStopped(service)).rejects.toThrow('lost');
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('passes on that it could not start', async () => {
    await expect(untilStopped(() => Promise.reject(new Error('no way')))).rejects.toThrow('no way');
  });

  it('waits for the end, unless Ctrl-C is pressed twice', async () => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    let finish = () => {};
    const stop = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const ended = untilStopped(async () => ({ failed: never, stop }));
    process.emit('SIGINT', 'SIGINT');
    await settled();
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    finish();
    await expect(ended).rejects.toMatchObject({ name: 'Interrupted' });
    exit.mockRestore();
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGTERM');
    const ended = untilStopped(newService().service);
    process.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
