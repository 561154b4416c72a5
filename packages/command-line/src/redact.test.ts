import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, environmentSecrets, HIDDEN } from './redact.ts';

const redactor = createRedactor([
  'key-1234',
  'top "secret"',
  'https://hooks.example/T0/abc?x=1&y=ü',
  'ab',
  null,
]);

describe('redact', () => {
  it('hides secrets wherever they stand in a text', () => {
    expect(redactor.text('a key-1234key-1234 b')).toBe('a (hidden)(hidden) b');
    expect(redactor.text('POST https://hooks.example/T0/abc?x=1&y=ü failed')).toBe('POST (hidden) failed');
  });

  it('hides them escaped in JSON and encoded in an address', () => {
    expect(redactor.text(JSON.stringify({ note: 'top "secret"' }))).toBe('{"note":"(hidden)"}');
    expect(redactor.text('?to=https%3A%2F%2Fhooks.example%2FT0%2Fabc%3Fx%3D1%26y%3D%C3%BC')).toBe(
      '?to=(hidden)',
    );
  });

  it('leaves ordinary words alone', () => {
    expect(redactor.text('about cabs and token sizes: 3')).toBe('about cabs and token sizes: 3');
  });

  it.each([
    ['X-BAPI-SIGN: 0f9e8d', 'X-BAPI-SIGN: (hidden)'],
    ['{"secret":"xyz","qty":"1"}', '{"secret":"(hidden)","qty":"1"}'],
    ['api_key=xyz&symbol=BTCUSDT', 'api_key=(hidden)&symbol=BTCUSDT'],
    ["{ apiKey: 'xyz', a: 1 }", "{ apiKey: '(hidden)', a: 1 }"],
    ['Authorization: Bearer xyz', 'Authorization: (hidden)'],
    ['{\\"api_secret\\":\\"xyz\\"}', '{\\"api_secret\\":\\"(hidden)\\"}'],
  ])('hides what stands beside the name of a secret: %s', (text, expected) => {
    expect(redactor.text(text)).toBe(expected);
  });

  it('hides secret fields at any depth of data', () => {
    const headers = { 'X-BAPI-SIGN': 'f00', 'X-BAPI-API-KEY': 'k', 'X-BAPI-TIMESTAMP': '1' };
    const value = { request: [{ headers, api_key: 'k', secret: 's' }], note: 'uses key-1234', token: null };
    expect(redactor.data(value)).toEqual({
      request: [
        {
          headers: { 'X-BAPI-SIGN': HIDDEN, 'X-BAPI-API-KEY': HIDDEN, 'X-BAPI-TIMESTAMP': '1' },
          api_key: HIDDEN,
          secret: HIDDEN,
        },
      ],
      note: 'uses (hidden)',
      token: null,
    });
  });

  it('never lets a known secret through, in any text around it', () => {
    const secret = fc
      .string({ minLength: 6, unit: 'grapheme' })
      .filter((text) => !HIDDEN.includes(text.trim()));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const seen = createRedactor([value]).data({ text: `${before}${value}${after}`, list: [value] });
        expect(
          Object.values(seen as object)
            .flat()
            .join('\n'),
        ).not.toContain(value);
      }),
    );
  });

  it('knows the secrets of the environment', () => {
    expect(
      environmentSecrets({
        BYBIT_API_KEY: 'k',
        ALERT_WEBHOOK_URL: 'u',
        BYBIT_TESTNET: 'false',
        LOG_FILE: 'f',
      }),
    ).toEqual(['k', 'u']);
  });
});
