/// <reference lib="dom" preserve="true" />
// What other reports of this repository make their pages of. For scripts that run in a browser.
export { barCell } from './report/page/bar-cell.ts';
export { chartOptions, tameWheel, whenSized } from './report/page/chart-options.ts';
export { type Attributes, type Child, h } from './report/page/dom.ts';
export { counted, NONE, number, percent, signed, significant } from './report/page/format.ts';
export { drawPage, section } from './report/page/frame.ts';
export { readDocument } from './report/page/read-document.ts';
export { figuresTable, gainOrLoss, type TableColumn, tableCell } from './report/page/table.ts';
export {
  fade,
  onThemeChange,
  type Palette,
  palette,
} from './report/page/theme.ts';
