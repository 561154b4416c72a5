import { expect, it } from 'vitest';
import { parseRedisUrl, printableRedisUrl } from './redis-url.ts';

it('shows an address without user and password', () => {
  expect(printableRedisUrl('redis://someone:very-secret@queue.example:6380/2')).toBe(
    'redis://queue.example:6380/2',
  );
  expect(printableRedisUrl('rediss://:very-secret@queue.example')).toBe('rediss://queue.example');
});

it.each(['localhost:6379', 'http://localhost', 'redis://', 'very-secret', ''])(
  'refuses %j, and does not repeat what may hold a password',
  (text) => {
    expect(() => parseRedisUrl(text)).toThrow(
      expect.objectContaining({
        code: 'BAD_REDIS_URL',
        exitCode: 1,
        message: 'the address of Redis is not one',
      }),
    );
  },
);
