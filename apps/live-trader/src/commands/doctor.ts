import { styleText } from 'node:util';
import { readBybitFacts } from '@auction-trader/bybit';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  systemClock,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { diskSpace } from '@auction-trader/storage';
import type { Command } from 'commander';
import { type Finding, type FindingLevel, fail, ok } from '../doctor/finding.ts';
import {
  alertFinding,
  diskFinding,
  folderFinding,
  instanceFinding,
  journalFinding,
  liveFindings,
  serverFinding,
} from '../doctor/machine-findings.ts';
import { venueFindings } from '../doctor/venue-findings.ts';
import { venueAccess } from '../live-safety.ts';
import { marketClock } from '../market-clock.ts';
import { networkTransport } from '../trader/venue-transport.ts';
import { dataFolder } from './live-options.ts';

/** Exit status with a failed check. */
const REFUSED = 2;

const LOOKS = { ok: 'green', warn: 'yellow', fail: 'red' } as const satisfies Record<FindingLevel, string>;

/** `doctor`. */
export function addDoctorCommand(program: Command): void {
  addCommonOptions(
    program
      .command('doctor')
      .description('check clock, key, account, instrument, disk and stores; changes nothing'),
    'doctor',
    'doctor --json',
  ).action((options: CommonOptions) => runCommand(options, doctor));
}

async function doctor(context: CommandContext): Promise<void> {
  const { config } = context;
  const dataDir = dataFolder(context);
  const findings = [
    ok('node', process.versions.node),
    folderFinding(dataDir),
    diskFinding(diskSpace(dataDir)),
    journalFinding(dataDir, config),
    instanceFinding(dataDir),
    serverFinding(config),
    alertFinding(process.env),
    ...(await askVenue(context)),
    ...liveFindings(config),
  ];
  const failed = findings.some(({ level }) => level === 'fail');
  context.result({ ok: !failed, findings }, () => findings.map(findingText).join('\n'));
  if (failed) process.exitCode = REFUSED;
}

async function askVenue({ config, redactor }: CommandContext): Promise<Finding[]> {
  const { symbol } = config.instrument;
  const access = venueAccess(process.env, 'doctor');
  const name = access.baseUrl ?? (access.testnet ? 'Bybit testnet' : 'Bybit, real money');
  try {
    const clock = await marketClock(access, systemClock);
    const account = access.credentials !== null;
    // As shadow: keys for reading, no way to send an order.
    const transport = networkTransport(access, 'shadow');
    const facts = await readBybitFacts({ transport, clock, symbol, account });
    return [ok('venue', `${name} answers`), ...venueFindings(facts, config, clock.nowMs())];
  } catch (error) {
    if (!(error instanceof AuctionTraderError)) throw error;
    return [fail('venue', redactor.text(`${name}: ${error.message}`))];
  }
}

function findingText({ name, level, text }: Finding): string {
  return `${styleText(LOOKS[level], level.padEnd(4), { stream: process.stdout })}  ${name.padEnd(13)}  ${text}`;
}
