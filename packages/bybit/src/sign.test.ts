import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256, restSignature, socketAuthFrame } from './sign.ts';

const keys = { key: 'KEY', secret: 'SECRET' };

it('is the published test vector of HMAC-SHA256 (RFC 4231, case 2)', () => {
  expect(hmacSha256('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

it('signs timestamp, key, window and payload', () => {
  const message = '1795244641826KEY5000category=linear';
  const expected = createHmac('sha256', 'SECRET').update(message).digest('hex');
  expect(restSignature(keys, 1_795_244_641_826, 5_000, 'category=linear')).toBe(expected);
});

it('logs sockets in with key, expiry and signature', () => {
  const frame = JSON.parse(socketAuthFrame(keys, 1_795_244_646_826.4, 'login'));
  const expected = createHmac('sha256', 'SECRET').update('GET/realtime1795244646826').digest('hex');
  expect(frame).toMatchObject({ op: 'auth', req_id: 'login', args: ['KEY', 1_795_244_646_826, expected] });
});
