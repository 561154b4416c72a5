import { afterAll, describe, expect, it } from 'vitest';
import { runCli, startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);

describe('collect', () => {
  it('records until it is ended, and counts', async () => {
    const running = startCli(['collect', '--symbol', 'ETHUSDT'], { cwd });
    await running.says('"recording"');
    running.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'ETHUSDT: 2 trades and 1 quotes in 3 messages\n' });
  });
});

describe('replay', () => {
  it('prints what it did', async () => {
    const { code, stdout } = await runCli(['replay', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verified: false, runs: 1, net_pnl: -4.5, difference: null });
  });

  it('says that everything is as in the journal', async () => {
    const { code, stdout } = await runCli(['replay', '--verify', '--from', '2025-06-21'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('every decision and command is as in the journal');
  });

  it('names the first difference and fails', async () => {
    const { code, stdout } = await runCli(['replay', '--verify'], { cwd, env: { FAKE_TRADER: 'differs' } });
    expect(code).toBe(3);
    expect(stdout).toContain(
      'first difference: decision.action at 2025-06-21 18:00:00 UTC\n  replayed  HOLD\n  journal   ENTER_LONG',
    );
  });

  it('shows a backtest beside the run, and fails when a difference has no explanation', async () => {
    const same = await runCli(['replay', '--compare-backtest'], { cwd });
    expect(same.code).toBe(0);
    expect(same.stdout).toContain('2 fills, 2 differ, 0 differences unexplained');
    const env = { FAKE_TRADER: 'differs' };
    const { code, stdout } = await runCli(['replay', '--compare-backtest', '--json'], { cwd, env });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).runs[0]).toMatchObject({ unexplained: 1, backtest: { net_pnl: -10 } });
  });

  it('takes days only', async () => {
    expect((await runCli(['replay', '--from', 'yesterday'], { cwd })).code).toBe(1);
  });
});
