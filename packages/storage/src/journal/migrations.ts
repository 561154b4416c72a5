import { SCHEMA_1 } from './schema-1.ts';

/** One step from the schema version before it. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** All steps, versions 1, 2, 3 ... in order. A step that was released is never changed. */
export const MIGRATIONS: readonly Migration[] = [{ version: 1, sql: SCHEMA_1 }];
