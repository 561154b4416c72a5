import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  systemClock,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import type { Command } from 'commander';
import { confirmationText, requireConfirmation } from '../confirmation.ts';
import { type InstanceClient, requireInstance } from '../instance-client.ts';
import type { TraderState } from '../server/trader-state.ts';
import { ask } from './ask.ts';
import { dataFolder } from './live-options.ts';

interface ControlOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly confirm?: string;
}

/** `activate`, `deactivate`, `flatten` and `resolve`. */
export function addControlCommands(program: Command): void {
  const command = (name: string, description: string, act: typeof activate, ...examples: string[]) =>
    addCommonOptions(
      program.command(name).description(description).option('--yes', 'do not ask'),
      ...examples,
    ).action((options: ControlOptions) =>
      runCommand(options, (context) => onInstance(context, options, act)),
    );
  command(
    'activate',
    'let the running instance make entries',
    activate,
    'activate',
    'activate --confirm "BTCUSDT live"',
  ).option('--confirm <text>', 'for live: symbol and mode, e.g. "BTCUSDT live"');
  command(
    'deactivate',
    'no more entries, at once; a position goes on being managed',
    deactivate,
    'deactivate',
  );
  command('flatten', 'close the position at market and cancel entries', flatten, 'flatten --yes');
  command(
    'resolve',
    'after a halt: venue and books have been looked at and agree, trading may go on',
    resolve,
    'resolve --yes',
  );
}

async function onInstance(
  context: CommandContext,
  options: ControlOptions,
  act: typeof activate,
): Promise<void> {
  const client = await requireInstance(dataFolder(context), systemClock);
  const state = await client.state();
  const outcome = await act(client, state, options);
  const { mode, activation } = outcome;
  context.result({ mode, activation }, () => `${state.symbol} ${mode}: ${activation}`);
}

async function activate(client: InstanceClient, state: TraderState, options: ControlOptions) {
  const { symbol, mode } = state;
  if (mode !== 'live') {
    await requireYes(options, `Let ${mode} trading of ${symbol} make entries?`);
    return client.post('activate', {});
  }
  // A yes is typed too easily when real money is meant.
  const expected = confirmationText(symbol);
  const confirm =
    options.confirm ?? (await ask(`Real orders will be sent. Type "${expected}" to go on: `)) ?? null;
  requireConfirmation(mode, symbol, confirm);
  return client.post('activate', { confirm });
}

async function deactivate(client: InstanceClient) {
  return client.post('deactivate', {});
}

async function flatten(
  client: InstanceClient,
  { symbol, position, mode }: TraderState,
  options: ControlOptions,
) {
  const held = position.side === 'FLAT' ? 'no position' : `${position.side} ${position.size}`;
  await requireYes(options, `Close ${symbol} (${mode}, ${held}) at market and cancel entries?`);
  return client.post('flatten', {});
}

async function resolve(client: InstanceClient, { symbol, mode }: TraderState, options: ControlOptions) {
  await requireYes(options, `Has the halt of ${symbol} (${mode}) been looked into, and may trading go on?`);
  return client.post('halt/resolve', {});
}

/** @throws AuctionTraderError exit code 2 without a yes */
async function requireYes({ yes }: ControlOptions, question: string): Promise<void> {
  if (yes) return;
  const answer = await ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return;
  throw new AuctionTraderError(answer === null ? `this needs a yes: ${question}` : 'nothing was done', {
    code: 'NOT_CONFIRMED',
    exitCode: 2,
    details: { key: '--yes' },
    hint: 'Give --yes, or answer y on a terminal.',
  });
}
