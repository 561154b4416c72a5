import { deflateSync } from 'node:zlib';
import { type Payload, packPayload } from './model/payload.ts';
import type { PageParts } from './page-script.ts';

/** Base64 of so many bytes at once; a multiple of 3, so that the pieces join. */
const PIECE_BYTES = 3 << 18;

/**
 * The report as one HTML page, in pieces. It loads nothing: script, style and data stand in it, and its policy
 * forbids the rest. The data is base64 of deflated bytes, so no text of a run can be taken for markup.
 *
 * @param title what the page is called until its script has read the data; plain words, no markup
 */
export function* reportHtml(
  payload: Payload<unknown>,
  { script, style }: PageParts,
  title = 'Backtest report',
): Generator<string> {
  yield `<!doctype html>
<html lang="en" data-theme="dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<div id="report"><noscript>This report is drawn by a script that stands in this file. Please allow it to run.</noscript></div>
<script type="text/plain" id="report-data">`;
  const bytes = deflateSync(packPayload(payload), { level: 6 });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES).toString('base64');
  }
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}
