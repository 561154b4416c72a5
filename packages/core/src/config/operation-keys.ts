import { z } from 'zod';
import { exact, key, whole } from './key-facts.ts';

export const dashboardKeys = z.strictObject({
  host: key(z.string().min(1).default('127.0.0.1'), 'Address the dashboard listens on.'),
  port: key(whole(1, 65_535).default(8080), 'Port the dashboard listens on.'),
  token: key(
    z.string().min(1).nullable().default(null),
    'Token the dashboard asks for; needed on any address but the loopback.',
  ),
});

export const monitoringKeys = z.strictObject({
  state_snapshot_interval_minutes: key(whole(1, 60).default(5), 'Time between two saved states.', {
    unit: 'minutes',
  }),
  log_features_every_minute: key(z.boolean().default(true), 'Log all features at each minute.'),
  feed_stale_seconds: key(
    exact(z.number().min(1).max(300)).default(5),
    'Without a sign of life for this long before a decision, no entry is made.',
    { unit: 'seconds' },
  ),
  alert_repeat_minutes: key(whole(1).default(15), 'Shortest time between two alerts of one type.', {
    unit: 'minutes',
  }),
});

export const startupKeys = z.strictObject({
  require_manual_activation: key(
    z.boolean().default(true),
    'Trade only after the operator has activated it; live accepts only true.',
  ),
  warmup_minutes: key(
    whole(30, 1440).default(240),
    'Minutes before the first entry. Always the rolling window: it follows instrument.rolling_window_minutes.',
    { unit: 'minutes', follows: 'instrument.rolling_window_minutes' },
  ),
  warmup_max_missing_minutes: key(
    whole(0, 10).default(2),
    'More minutes than this without a sign of life within the window block entries.',
    { unit: 'minutes' },
  ),
  late_grace_ms: key(
    whole(0, 2000).default(250),
    'Live: time after the end of a minute in which its late trades still count.',
    { unit: 'ms' },
  ),
});

export const databaseKeys = z.strictObject({
  data_dir: key(
    z.string().min(1).default('./data'),
    'Folder of all stores, seen from where the command is started.',
  ),
  raw_db: key(z.string().min(1).default('ticks'), 'Folder of the tick store inside data_dir.'),
  features_db: key(
    z.string().min(1).default('features.duckdb'),
    'File of bars and features inside data_dir.',
  ),
  signals_db: key(
    z.string().min(1).default('journal.db'),
    'File of the signal journal inside data_dir; the same as execution_db.',
  ),
  execution_db: key(
    z.string().min(1).default('journal.db'),
    'File of the order journal inside data_dir; the same as signals_db.',
  ),
  questdb_url: key(
    z.url().nullable().default(null),
    'Address of an optional QuestDB that receives a copy of the feed; null is off.',
  ),
  raw_retention_hours: key(whole(12, 720).default(48), 'Recordings older than this are deleted.', {
    unit: 'hours',
  }),
});
