import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  AuctionTraderError,
  type ConfigFile,
  type ConfigOption,
  type ResolvedConfig,
  resolveConfig,
} from '@auction-trader/core';
import { isMap, LineCounter, type ParsedNode, parseDocument } from 'yaml';

/** Where a command looks for its configuration. */
export interface ConfigPlaces {
  /** Folder the command was started in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--config`. */
  readonly path?: string | undefined;
  /** `--set` values. */
  readonly set?: readonly string[] | undefined;
  /** Keys set by the command's own options. */
  readonly options?: readonly ConfigOption[] | undefined;
}

/** A configuration and the file it came from, null when there was none. */
export interface LoadedConfig extends ResolvedConfig {
  readonly file: string | null;
}

const DEFAULT_FILE = join('config', 'default.yaml');

/**
 * Reads the configuration of a command: defaults, the YAML file, environment, options.
 *
 * @throws AuctionTraderError (exit code 1) for a named file that is missing or unreadable,
 * YAML that cannot be parsed, and all that {@link resolveConfig} refuses
 */
export function loadConfig(places: ConfigPlaces): LoadedConfig {
  const { env, set = [], options = [] } = places;
  const file = findFile(places);
  const content = file === null ? undefined : readConfigFile(file, resolve(places.folder, file));
  return { ...resolveConfig({ file: content, env, set, options }), file };
}

/** The file to read, as the user named it. Only the default one may be missing. */
function findFile({ path, env, folder }: ConfigPlaces): string | null {
  if (path !== undefined) return path;
  const named = env['AUCTION_TRADER_CONFIG'];
  if (named !== undefined && named !== '') return named;
  return existsSync(join(folder, DEFAULT_FILE)) ? DEFAULT_FILE : null;
}

function readConfigFile(name: string, path: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(name, path), { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new AuctionTraderError(`the configuration is not valid YAML: ${firstLine(error.message)}`, {
      code: 'CONFIG_NOT_YAML',
      exitCode: 1,
      details: { file: name, row: lines.linePos(error.pos[0]).line },
      hint: 'Write one "key: value" a line; "config print" shows all keys.',
    });
  }
  return {
    name,
    content: document.toJS(),
    rowOf: (keys) => {
      const offset = offsetOf(document.contents, keys);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AuctionTraderError(
      missing ? 'the configuration file does not exist' : 'the configuration file cannot be read',
      {
        code: missing ? 'CONFIG_MISSING' : 'CONFIG_UNREADABLE',
        exitCode: 1,
        details: { file: name },
        hint: 'Check the path given by --config or AUCTION_TRADER_CONFIG.',
        cause,
      },
    );
  }
}

/** Where the key at a path begins in the text. */
function offsetOf(node: ParsedNode | null, path: readonly string[]): number | undefined {
  let offset = node?.range[0];
  let current: ParsedNode | null | undefined = node;
  for (const name of path) {
    if (!isMap<ParsedNode, ParsedNode | null>(current)) return undefined;
    const pair: { key: ParsedNode; value: ParsedNode | null } | undefined = current.items.find(
      ({ key }) => String(key.toJSON()) === name,
    );
    offset = pair?.key.range[0];
    current = pair?.value;
  }
  return offset;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.replace(/ at line \d+, column \d+:?$/, '');
}
