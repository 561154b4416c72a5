/**
 * Results of a run as one column per figure, an element per minute: the common shape in which
 * the references and the product are compared.
 */
export const MINUTE_COLUMNS = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'priceVolume',
  'trades',
  'groups',
  'buy',
  'sell',
  'ambiguous',
  'flow',
  'sigma',
  'binWidth',
  'rebucketed',
  'profileBins',
  'profileVolume',
  'valid',
  'poc',
  'val',
  'vah',
  'vahEdge',
  'areaVolume',
  'areaBins',
  'flags',
  'action',
  'reason',
  'equity',
] as const;

export type MinuteColumn = (typeof MINUTE_COLUMNS)[number];

export type MinuteColumns = { readonly [Name in MinuteColumn]: Float64Array };

/** Columns for a number of minutes, all zero. */
export function newMinuteColumns(minutes: number): MinuteColumns {
  return Object.fromEntries(
    MINUTE_COLUMNS.map((name) => [name, new Float64Array(minutes)]),
  ) as unknown as MinuteColumns;
}
