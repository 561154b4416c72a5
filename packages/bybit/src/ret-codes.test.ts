import { describe, expect, it } from 'vitest';
import { actionOf, describeReply, rejectReason } from './ret-codes.ts';
import type { BybitReply } from './transport.ts';

const reply = (fields: Partial<BybitReply>): BybitReply => ({
  status: 200,
  sent: true,
  retCode: 0,
  retMsg: '',
  result: null,
  timeMs: 0,
  limits: null,
  ...fields,
});

describe('every code has its action', () => {
  it.each([
    [[0], 'accepted'],
    [[10_001], 'refused'],
    [[10_002], 'resync'],
    [[10_003, 10_004, 10_005, 10_010, 33_004], 'fatal'],
    [[10_006, 10_018, 10_429, 20_003], 'slow-down'],
    [[10_000, 10_016, 10_019, 110_079], 'unknown'],
    [[10_404, 20_006], 'refused'],
    [[20_001], 'unchanged'],
    [[110_001, 110_008, 110_010], 'gone'],
    [[110_003, 110_094, 110_120, 110_121], 'out-of-bounds'],
    [[110_004, 110_007, 110_012, 110_044, 110_045], 'margin'],
    [[110_017], 'nothing-to-reduce'],
    [[110_025, 110_026], 'unchanged'],
    [[110_024, 110_028], 'refused'],
    [[110_043], 'unchanged'],
    [[110_072], 'duplicate'],
    [[110_092, 110_093], 'trigger-passed'],
    [[999_999], 'refused'],
  ])('%j is %s', (codes, action) => {
    for (const retCode of codes) expect(actionOf(reply({ retCode }))).toBe(action);
  });

  it.each([
    [{ status: 403 }, 'slow-down'],
    [{ status: 429 }, 'slow-down'],
    [{ status: 403, retCode: 0 }, 'slow-down'],
    [{ status: 500 }, 'unknown'],
    [{ status: 502, retCode: 0 }, 'unknown'],
    [{ status: 401 }, 'fatal'],
    [{ status: 200 }, 'unknown'],
    [{ status: 404 }, 'unknown'],
    [{ status: 0 }, 'unknown'],
    [{ status: 0, sent: false }, 'not-sent'],
  ])('%j without a body of the venue is %s', (fields, action) => {
    expect(actionOf(reply({ retCode: Number.NaN, ...fields }))).toBe(action);
  });
});

it('a refusal has a reason', () => {
  const reasons = ['margin', 'trigger-passed', 'refused', 'not-sent'] as const;
  expect(reasons.map(rejectReason)).toEqual(['margin', 'trigger-passed', 'other', 'never-arrived']);
});

it('is described by code and text', () => {
  expect(describeReply(reply({ retCode: 110_007, retMsg: 'ab not enough' }))).toBe('110007 ab not enough');
  expect(describeReply(reply({ retCode: Number.NaN, status: 502, retMsg: 'Bad' }))).toBe('HTTP 502 Bad');
  expect(describeReply(reply({ retCode: Number.NaN, status: 0, retMsg: 'ECONNRESET' }))).toBe('ECONNRESET');
});
