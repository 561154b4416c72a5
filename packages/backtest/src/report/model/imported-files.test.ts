import type { FileReport } from '@auction-trader/ingestion';
import { expect, it } from 'vitest';
import { importedFiles } from './imported-files.ts';

it('tells what became of each file, without its folder', () => {
  const file: FileReport = {
    file: '/home/someone/data/trades.csv',
    sha256: '00',
    layout: 'generic',
    kind: 'trades',
    venue: 'bybit',
    symbol: 'BTCUSDT',
    skipped: false,
    rows: 100,
    imported: 80,
    duplicates: 10,
    alreadyStored: 7,
    refusedRows: 3,
    refused: [{ reason: 'price-off-grid', count: 3, rows: [5, 6, 7] }],
    firstTimeMs: 0,
    lastTimeMs: 1,
    order: 'ascending',
    timeUnit: null,
    tradeIds: 'none',
    sides: null,
    warnings: ['mixed times'],
  };
  expect(importedFiles({ files: [file], symbols: [], gapMinutes: 1 })).toEqual([
    {
      file: 'trades.csv',
      skipped: false,
      rows: 100,
      imported: 80,
      duplicates: 17,
      refused: 3,
      notes: ['3 refused: price off the tick grid', 'mixed times'],
    },
  ]);
  expect(importedFiles(null)).toBeNull();
});
