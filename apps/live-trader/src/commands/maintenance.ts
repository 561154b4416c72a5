import { join } from 'node:path';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  countText,
  runCommand,
  snakeKeys,
  systemClock,
} from '@auction-trader/command-line';
import { openTickStore } from '@auction-trader/ingestion';
import { migrate, purge } from '@auction-trader/storage';
import type { Command } from 'commander';
import { dataFolder } from './live-options.ts';

/** `purge` and `migrate`. */
export function addMaintenanceCommands(program: Command): void {
  addCommonOptions(
    program.command('purge').description('remove recordings older than database.raw_retention_hours'),
    'purge',
    'purge --set raw_retention_hours=72',
  ).action((options: CommonOptions) => runCommand(options, removeOld));
  addCommonOptions(
    program
      .command('migrate')
      .description('bring the journal to the newest schema, keeping a copy of the old one'),
    'migrate',
  ).action((options: CommonOptions) => runCommand(options, bringUpToDate));
}

async function removeOld(context: CommandContext): Promise<void> {
  const dataDir = dataFolder(context);
  const { raw_db, raw_retention_hours } = context.config.database;
  const purged = await purge({
    nowMs: systemClock.nowMs(),
    dataDir,
    store: openTickStore(join(dataDir, raw_db)),
    retentionHours: raw_retention_hours,
  });
  context.result(snakeKeys(purged), () => {
    const { recordedFiles, dayFiles, bytes } = purged;
    const megabytes = countText(bytes / 1e6);
    return `removed ${countText(recordedFiles)} recorded hours and ${countText(dayFiles)} recorded days, ${megabytes} MB`;
  });
}

function bringUpToDate(context: CommandContext): void {
  const journal = join(dataFolder(context), context.config.database.execution_db);
  const { from, to, copy } = migrate(journal);
  context.result({ journal, from, to, copy }, () =>
    copy === null
      ? `${journal} has schema version ${to} already`
      : `${journal} went from schema version ${from} to ${to}; the old one is ${copy}`,
  );
}
