import type { Config } from '@auction-trader/core';
import type { RecordingHeader } from '@auction-trader/storage';
import { configHash } from './run-identity.ts';

/** A recording's header without what follows from the rest. */
export type RunDescription = Omit<RecordingHeader, 'schema' | 'configHash' | 'versions' | 'config'> & {
  readonly config: Config;
  readonly version: string;
};

/** The header of a new recording. Secrets stand in no configuration, save the dashboard's token. */
export function recordingHeader({ config, version, ...facts }: RunDescription): RecordingHeader {
  const dashboard = { ...config.dashboard, token: null };
  return {
    schema: 1,
    ...facts,
    config: { ...config, dashboard },
    configHash: configHash(config),
    versions: { program: version, node: process.version },
  };
}
