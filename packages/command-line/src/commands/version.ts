import type { Command } from 'commander';
import { addCommonOptions, type CommonOptions, runCommand } from '../command-context.ts';

/** `version`. */
export function addVersionCommand(program: Command, version: string): void {
  const name = program.name();
  addCommonOptions(program.command('version').description('print the version'), 'version --json').action(
    (options: CommonOptions) =>
      runCommand(options, ({ result }) => {
        const document = { name, version, node: process.versions.node };
        result(document, () => `${name} ${version} (Node ${process.versions.node})`);
      }),
  );
}
