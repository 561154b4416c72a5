import { AuctionTraderError, type ErrorDetails } from '../auction-trader-error.ts';

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** The key as it was written. */
  readonly key: string;
  readonly message: string;
  readonly hint: string;
  /** File and row it stands in, where it comes from a file. */
  readonly file?: string | undefined;
  readonly row?: number | undefined;
}

/**
 * Ends with all that is wrong, if anything is.
 *
 * @throws AuctionTraderError (`CONFIG_INVALID`, exit code 1) naming each problem; its details and
 * hint are those of the first
 */
export function throwConfigProblems(problems: readonly ConfigProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const message =
    problems.length === 1
      ? first.message
      : `${problems.length} configuration errors:\n${problems.map(listed).join('\n')}`;
  const details: ErrorDetails = {
    key: first.key,
    ...(first.file === undefined ? {} : { file: first.file }),
    ...(first.row === undefined ? {} : { row: first.row }),
  };
  throw new AuctionTraderError(message, {
    code: 'CONFIG_INVALID',
    exitCode: 1,
    details,
    hint: first.hint,
  });
}

function listed({ message, row, hint }: ConfigProblem): string {
  return `  - ${row === undefined ? '' : `row ${row}: `}${message}. ${hint}`;
}
