import { describe, expect, it } from 'vitest';
import { liveProblems } from './live-rules.ts';
import { resolveConfig } from './resolve-config.ts';

const problemsOf = (...set: string[]) => liveProblems(resolveConfig({ set }).config).map(({ key }) => key);

describe('liveProblems', () => {
  it('asks for a daily loss limit and activation by hand', () => {
    expect(problemsOf()).toEqual(['risk.max_daily_loss']);
    expect(problemsOf('max_daily_loss=100')).toEqual([]);
    expect(problemsOf('max_daily_loss=100', 'require_manual_activation=false')).toEqual([
      'startup.require_manual_activation',
    ]);
  });
});
