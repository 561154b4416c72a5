export * from './array-source.ts';
export * from './day-source.ts';
export * from './level-rows.ts';
export * from './minute-tape.ts';
