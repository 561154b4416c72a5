import { createRedactor, environmentSecrets, exitCodeOf, printError } from '@auction-trader/command-line';
import { createProgram } from './program.ts';
import { refuseSecretArguments } from './refuse-secrets.ts';
import type { TraderPrograms } from './trader-options.ts';

/** Runs the command line of this process. */
export async function start(programs: TraderPrograms): Promise<void> {
  // What nobody expected leaves nothing to trust. The stop at the venue protects the position, and the
  // next start takes up from journal and venue.
  process.on('uncaughtException', endWith);
  process.on('unhandledRejection', endWith);
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 3);
  });
  refuseSecretArguments(process.argv.slice(2), process.env);
  await createProgram(programs).parseAsync();
}

/** Ends the program with an error, without a secret in it: client libraries put keys into theirs. */
function endWith(error: unknown): never {
  printError(error, false, createRedactor(environmentSecrets(process.env)));
  process.exit(exitCodeOf(error));
}
