/** Plain names under which a time stands in files of many origins, the preferred one first. */
export const TIME_NAMES = [
  'timestamp',
  'time',
  'ts',
  'datetime',
  'date',
  'timestampms',
  'timems',
  'tsms',
  'transacttime',
  'transactiontime',
  'tradetime',
  'exchangetimestamp',
  'exchtimestamp',
  'eventtime',
  'createdat',
  'localtimestamp',
];

/** Plain names of a column with the symbol. */
export const SYMBOL_NAMES = ['symbol', 'instrument', 'pair', 'market', 'ticker', 'contract'];
