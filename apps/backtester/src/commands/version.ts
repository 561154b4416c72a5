import type { Command } from 'commander';
import { addCommonOptions, type CommonOptions, runCommand } from '../command-context.ts';
import { programVersion } from '../program-version.ts';

/** `version`. */
export function addVersionCommand(program: Command): void {
  addCommonOptions(program.command('version').description('print the version'), 'version --json').action(
    (options: CommonOptions) =>
      runCommand(options, ({ result }) => {
        const version = programVersion();
        const document = { name: 'backtester', version, node: process.versions.node };
        result(document, () => `backtester ${version} (Node ${process.versions.node})`);
      }),
  );
}
