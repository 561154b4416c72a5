import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { column } from '@auction-trader/features';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from './table.ts';
import { writeTable } from './write-table.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(() => rm(folder, { recursive: true }));

const texts = ['plain', 'a,b', 'say "hi"', 'two\nlines', '', null, "it's", '{"a":1,"b":"x"}'];
const numbers = [0.1, 1e-7, -0, 50_000.3, Number.NaN, 1_704_067_260_000, 2.5, null];
const sample: Table = {
  name: 'sample',
  rows: 8,
  columns: [
    column('row', 'INTEGER', (row) => row),
    column('text', 'VARCHAR', (row) => texts[row]!),
    column('number', 'DOUBLE', (row) => numbers[row]!),
    column('big', 'BIGINT', (row) => 1_704_067_260_000 + row),
    column('flag', 'BOOLEAN', (row) => (row === 0 ? null : row % 2 === 0)),
  ],
};
const expected = Array.from({ length: 8 }, (_, row) =>
  Object.fromEntries(sample.columns.map((one) => [one.name, one.at(row)])),
);

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const rows = await (await connection.runAndReadAll(sql)).getRowObjectsJS();
  connection.closeSync();
  database.closeSync();
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, v]) => [key, typeof v === 'bigint' ? Number(v) : v])),
  );
}

describe('writeTable', () => {
  it('CSV quotes what needs it and tells empty text from null', async () => {
    const path = join(folder, 'sample.csv');
    await writeTable(sample, path);
    expect(await readFile(path, 'utf8')).toBe(
      [
        'row,text,number,big,flag',
        '0,plain,0.1,1704067260000,',
        '1,"a,b",1e-7,1704067260001,false',
        '2,"say ""hi""",0,1704067260002,true',
        '3,"two\nlines",50000.3,1704067260003,false',
        '4,"",,1704067260004,true',
        '5,,1704067260000,1704067260005,false',
        "6,it's,2.5,1704067260006,true",
        '7,"{""a"":1,""b"":""x""}",,1704067260007,false',
        '',
      ].join('\n'),
    );
  });

  it('JSON reads back as the same rows', async () => {
    const path = join(folder, 'sample.json');
    await writeTable(sample, path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(expected);
  });

  it('Parquet reads back as the same rows and types, compressed with zstd', async () => {
    const path = join(folder, "it's a sample.parquet");
    await writeTable(sample, path);
    const file = path.replaceAll("'", "''");
    expect(await query(`SELECT * FROM '${file}' ORDER BY row`)).toEqual(expected);
    const types = await query(`DESCRIBE SELECT * FROM '${file}'`);
    expect(types.map((row) => row['column_type'])).toEqual([
      'INTEGER',
      'VARCHAR',
      'DOUBLE',
      'BIGINT',
      'BOOLEAN',
    ]);
    const [codec] = await query(`SELECT DISTINCT compression FROM parquet_metadata('${file}')`);
    expect(codec).toEqual({ compression: 'ZSTD' });
  });

  it('writes a table without rows in every format', async () => {
    const empty = { ...sample, rows: 0 };
    await writeTable(empty, join(folder, 'empty.csv'));
    await writeTable(empty, join(folder, 'empty.json'));
    await writeTable(empty, join(folder, 'empty.parquet'));
    expect(await readFile(join(folder, 'empty.csv'), 'utf8')).toBe('row,text,number,big,flag\n');
    expect(JSON.parse(await readFile(join(folder, 'empty.json'), 'utf8'))).toEqual([]);
    expect(await query(`SELECT * FROM '${join(folder, 'empty.parquet')}'`)).toEqual([]);
  });

  it('the same rows give the same bytes', async () => {
    await writeTable(sample, join(folder, 'a.parquet'));
    await writeTable(sample, join(folder, 'b.parquet'));
    const [a, b] = await Promise.all(['a', 'b'].map((name) => readFile(join(folder, `${name}.parquet`))));
    expect(a!.equals(b!)).toBe(true);
  });

  it('keeps the old file and leaves nothing behind when writing fails', async () => {
    const inside = await mkdtemp(join(folder, 'fail-'));
    const failing: Table = {
      ...sample,
      columns: [
        column('x', 'INTEGER', (row) => {
          if (row === 5) throw new Error('no more');
          return row;
        }),
      ],
    };
    for (const ending of ['csv', 'json', 'parquet']) {
      const path = join(inside, `t.${ending}`);
      await writeFile(path, 'old');
      await expect(writeTable(failing, path)).rejects.toMatchObject({ code: 'WRITE_FAILED' });
      expect(await readFile(path, 'utf8')).toBe('old');
    }
    expect((await readdir(inside)).sort()).toEqual(['t.csv', 't.json', 't.parquet']);
  });

  it('a value that does not fit its column fails instead of becoming null', async () => {
    const bad: Table = { name: 'bad', rows: 1, columns: [column('x', 'INTEGER', () => 1.5e12)] };
    await expect(writeTable(bad, join(folder, 'bad.parquet'))).rejects.toMatchObject({
      code: 'WRITE_FAILED',
    });
  });

  it('names a folder that is not there, and an ending it does not know', async () => {
    const missing = join(folder, 'nowhere', 't.csv');
    await expect(writeTable(sample, missing)).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      details: { file: missing },
    });
    await expect(writeTable(sample, 't.xlsx')).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT', exitCode: 1 });
  });
});
