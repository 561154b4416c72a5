import { isMap, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { searchError } from './search-error.ts';

/** Plain data from YAML text, and where each of its entries stands. */
export interface LocatedYaml {
  readonly content: unknown;
  /** Row of the entry at a path, 1-based; the nearest one around it where there is none. */
  readonly rowOf: (path: readonly PropertyKey[]) => number;
}

/** @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) naming file and row when it is not valid YAML */
export function locatedYaml(file: string, text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const [reason] = error.message.split('\n', 1);
    throw searchError(
      `the parameter file is not valid YAML: ${reason!.replace(/ at line \d+, column \d+:?$/, '')}`,
      'Write "parameters:" and below it, indented, one "key: values" a line.',
      { file, row: lines.linePos(error.pos[0]).line },
    );
  }
  return {
    content: toPlain(file, () => document.toJS()),
    rowOf: (path) => lines.linePos(offsetOf(document.contents, path)).line,
  };
}

/** Aliases that multiply without end are refused by the reader when it makes plain data. */
function toPlain(file: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw searchError(
      `the parameter file cannot be read: ${(cause as Error).message}`,
      'Do without aliases.',
      {
        file,
      },
    );
  }
}

function offsetOf(root: ParsedNode | null, path: readonly PropertyKey[]): number {
  let offset = root?.range[0] ?? 0;
  let node: ParsedNode | null | undefined = root;
  for (const name of path) {
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair: { key: ParsedNode; value: ParsedNode | null } | undefined = node.items.find(
        ({ key }) => String(key.toJSON()) === String(name),
      );
      offset = pair?.key.range[0] ?? offset;
      node = pair?.value;
    } else if (isSeq<ParsedNode>(node)) {
      node = node.items[Number(name)];
      offset = node?.range[0] ?? offset;
    } else return offset;
  }
  return offset;
}
