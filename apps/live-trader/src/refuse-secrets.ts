import { environmentSecrets } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';

/** Options that other programs take secrets by, and the one key that is a secret. */
const SECRET_OPTIONS = /^--?(bybit-)?(api-?)?(key|secret|token)(=|$)|^--?(alert-)?webhook(-url)?(=|$)/i;
const SECRET_KEY = /^(--set=)?(dashboard\.)?token=/i;

/** Short values occur in arguments by chance. */
const SHORTEST = 6;

/**
 * Every user of a machine can see the arguments of its programs, so no secret may stand there.
 *
 * @throws AuctionTraderError exit code 2
 */
export function refuseSecretArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const secrets = environmentSecrets(env).filter((secret) => secret.length >= SHORTEST);
  const isSecret = (argument: string) =>
    SECRET_OPTIONS.test(argument) ||
    SECRET_KEY.test(argument) ||
    secrets.some((secret) => argument.includes(secret));
  if (!args.some(isSecret)) return;
  throw new AuctionTraderError(
    'a secret stands in the command line, where every user of this machine sees it',
    {
      code: 'SECRET_ARGUMENT',
      exitCode: 2,
      hint: 'Give secrets by the environment: BYBIT_API_KEY, BYBIT_API_SECRET, ALERT_WEBHOOK_URL, DASHBOARD_TOKEN. Replace the one that was shown.',
    },
  );
}
