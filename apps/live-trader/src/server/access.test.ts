import { describe, expect, it } from 'vitest';
import { bearerToken, createTokenCheck, isLoopback, isOwnOrigin, requireSafeBind } from './access.ts';

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1', '[::1]', 'LOCALHOST'])('%s is', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.5',
    '10.0.0.1',
    'example.com',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '',
  ])('%j is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('requireSafeBind', () => {
  it('refuses an address that others reach without a token', () => {
    expect(() => requireSafeBind('0.0.0.0', null)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => requireSafeBind('0.0.0.0', 'a-token')).not.toThrow();
    expect(() => requireSafeBind('127.0.0.1', null)).not.toThrow();
  });
});

describe('isOwnOrigin', () => {
  it.each([
    ['a program', { host: '127.0.0.1:8080', origin: undefined }],
    ['an own page', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }],
    ['an own page by name', { host: 'localhost:8080', origin: 'http://localhost:8080' }],
    ['an own page over IPv6', { host: '[::1]:8080', origin: 'http://[::1]:8080' }],
  ])('lets %s in', (_, request) => {
    expect(isOwnOrigin(request, true)).toBe(true);
  });

  it.each([
    ['a foreign page', { host: '127.0.0.1:8080', origin: 'https://evil.example' }],
    ['another port of this machine', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:3000' }],
    ['a sandboxed page', { host: '127.0.0.1:8080', origin: 'null' }],
    ['a page of a file', { host: '127.0.0.1:8080', origin: 'file://' }],
    ['a rebound name', { host: 'evil.example:8080', origin: 'http://evil.example:8080' }],
    ['a rebound name without origin', { host: 'evil.example', origin: undefined }],
    ['a name that looks like the loopback', { host: '127.0.0.1.evil.example', origin: undefined }],
    ['a user name before the host', { host: 'localhost@evil.example', origin: undefined }],
    ['no host at all', { host: undefined, origin: undefined }],
    ['an empty host', { host: '', origin: undefined }],
  ])('keeps %s out', (_, request) => {
    expect(isOwnOrigin(request, true)).toBe(false);
  });

  it('off the loopback knows no names, but foreign pages still', () => {
    expect(isOwnOrigin({ host: 'trader.lan:8080', origin: 'https://trader.lan:8080' }, false)).toBe(true);
    expect(isOwnOrigin({ host: 'trader.lan:8080', origin: 'https://evil.example' }, false)).toBe(false);
  });
});

describe('tokens', () => {
  it('are compared as a whole', () => {
    const isKnown = createTokenCheck(['first-token', 'second-token']);
    expect(isKnown('first-token')).toBe(true);
    expect(isKnown('second-token')).toBe(true);
    for (const wrong of ['', 'first', 'first-token ', 'FIRST-TOKEN']) expect(isKnown(wrong)).toBe(false);
    expect(createTokenCheck([])('')).toBe(false);
  });

  it('come as a bearer', () => {
    expect(bearerToken('Bearer abc')).toBe('abc');
    expect(bearerToken('bearer abc')).toBe('abc');
    for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b'])
      expect(bearerToken(header)).toBeNull();
  });
});
