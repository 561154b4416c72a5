import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBeside } from './beside.ts';
import { chosenGroups, type GroupName, isChosen } from './groups/groups.ts';
import { describeMachine } from './harness/machine.ts';
import type { Row } from './harness/row.ts';
import { FULL, QUICK, type Scale } from './harness/scale.ts';
import { jsonDocument, markdownTable, textTable } from './harness/table.ts';
import { writeDocs } from './write-docs.ts';

const USAGE = `usage: pnpm bench [word ...] [--quick] [--json | --markdown] [--docs]
       pnpm bench --beside [word ...]

Measures speed and memory and prints one table. A word chooses rows by their name (import, read,
full-run, structure, parameters, search, queue, memory, linear, live). The first run makes about 1.5 GB of data in bench/.data.

  --quick     little data and few rounds; the goals are not meant for it
  --json      the table as JSON
  --markdown  the table as Markdown
  --docs      also write the table into docs/performance.md
  --beside    instead run the *.bench.ts beside the sources, or those whose path contains a word`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    beside: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else if (values.beside) process.exitCode = runBeside(positionals);
else await printTable(positionals, values.quick ? QUICK : FULL);

async function printTable(words: readonly string[], scale: Scale): Promise<void> {
  const machine = describeMachine();
  const groups = chosenGroups(words);
  if (groups.length === 0) throw new Error(`no row is named ${words.join(' or ')}\n${USAGE}`);
  const rows: Row[] = [];
  for (const group of groups) {
    console.error(`measuring ${group} ...`);
    rows.push(...(await measureApart(group, scale)).filter((row) => isChosen(group, row.id, words)));
  }
  if (scale === QUICK) console.error('quick: too little data for the goals');
  const print = values.json ? jsonDocument : values.markdown ? markdownTable : textTable;
  console.log(print(machine, rows));
  if (values.docs) writeDocs(markdownTable(machine, rows));
}

/** A process of its own for each group: what one has compiled and allocated does not touch the next. */
function measureApart(group: GroupName, { name }: Scale): Promise<Row[]> {
  const child = fork(fileURLToPath(new URL('measure.ts', import.meta.url)), [group, name], {
    execArgv: process.execArgv,
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let rows: Row[] | undefined;
    child.once('message', (message) => {
      rows = message as Row[];
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (rows !== undefined && code === 0) resolve(rows);
      else reject(new Error(`measuring ${group} failed`));
    });
  });
}
