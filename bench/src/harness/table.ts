import { type Machine, machineLine } from './machine.ts';
import { type Row, reached, type Unit } from './row.ts';

const HEAD = ['what', 'measured', 'lowest to highest', 'goal', 'reached', 'against', 'figures'] as const;

/** The rows as a table of a terminal. */
export function textTable(machine: Machine, rows: readonly Row[]): string {
  const cells = [[...HEAD], ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [machineLine(machine), '', ...lines].join('\n');
}

/** The rows as a Markdown table. */
export function markdownTable(machine: Machine, rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return [
    `Measured on: ${machineLine(machine)}.`,
    '',
    ...lines.map((line) => `| ${line.join(' | ')} |`),
  ].join('\n');
}

/** Rows and machine as one JSON document. */
export function jsonDocument(machine: Machine, rows: readonly Row[]): string {
  return JSON.stringify({ machine, rows: rows.map((row) => ({ ...row, reached: reached(row) })) }, null, 2);
}

function cellsOf(row: Row): string[] {
  const { what, value, lowest, highest, unit, goal, against, figures } = row;
  const range = lowest === highest ? '' : `${numberOf(lowest)} to ${numberOf(highest)}`;
  const wanted = goal === null ? '' : `${goal.kind} ${quantity(goal.value, unit)}`;
  const verdict = { true: 'yes', false: 'NO', null: '' }[`${reached(row)}`];
  return [what, quantity(value, unit), range, wanted, verdict, against, figures];
}

function quantity(value: number, unit: Unit): string {
  return unit === 'times' ? numberOf(value) : `${numberOf(value)} ${unit}`;
}

/** Three figures that count, and never fewer than the whole ones. */
export function numberOf(value: number): string {
  const whole = Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))) + 1;
  return value.toFixed(Math.max(0, Math.min(4, 3 - whole)));
}
