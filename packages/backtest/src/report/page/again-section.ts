/// <reference lib="dom" />
import type { ParameterRow } from '../model/parameter-rows.ts';
import { h } from './dom.ts';
import type { Report } from './report.ts';
import { figuresTable } from './table.ts';

/** What it takes to make the run again. */
export function againSection({
  document: { commandLine, version, summary, parameters },
}: Report): HTMLElement[] {
  const changed = parameters.filter((row) => row.changed);
  return [
    h(
      'div',
      { class: 'panel' },
      commandLine === null ? null : command(commandLine),
      h(
        'dl',
        { class: 'facts' },
        h('dt', {}, 'version'),
        h('dd', {}, version),
        h('dt', {}, 'data, SHA-256'),
        h('dd', { class: 'code', id: 'data-hash' }, summary.run.data_hash),
        h('dt', {}, 'tick and lot'),
        h('dd', {}, `${summary.run.tick_size} and ${summary.run.lot_size}`),
        h('dt', {}, 'parameters'),
        h(
          'dd',
          {},
          changed.length === 0 ? 'all at their defaults' : `${changed.length} changed from the default`,
        ),
      ),
      changed.length === 0 ? null : parameterTable('Changed parameters', changed, 'changed-parameters'),
      h(
        'details',
        {},
        h('summary', {}, `All ${parameters.length} parameters`),
        parameterTable('All parameters', parameters, 'parameters'),
      ),
    ),
  ];
}

function command(line: string): HTMLElement {
  const status = h('span', { class: 'muted', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      status.textContent = 'copied';
    } catch {
      status.textContent = 'select the line and copy it by hand';
    }
  };
  return h(
    'div',
    { class: 'command' },
    h('code', { id: 'command' }, line),
    h('button', { type: 'button', onclick: copy }, 'Copy'),
    status,
  );
}

function parameterTable(caption: string, rows: readonly ParameterRow[], id: string): HTMLElement {
  return figuresTable(
    caption,
    [
      { name: 'key', text: true, cell: (row) => `${row.section}.${row.name}`, kind: () => 'code' },
      {
        name: 'value',
        text: true,
        cell: (row) => row.value,
        kind: (row) => (row.changed ? 'code changed' : 'code'),
      },
      { name: 'default', text: true, cell: (row) => row.default, kind: () => 'code muted' },
      { name: 'unit', text: true, cell: (row) => row.unit ?? '', kind: () => 'muted' },
      { name: 'meaning', text: true, cell: (row) => row.help, kind: () => 'muted note' },
    ],
    rows,
    id,
  );
}
