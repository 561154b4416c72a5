export type * from './assessment/assessment.ts';
export type * from './search/search-plan.ts';
export type * from './space/parameter-space.ts';
