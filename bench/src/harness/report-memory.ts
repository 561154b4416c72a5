// Loaded in front of a program (`--import`): leaves its peak memory, in kilobytes of 1024 bytes, in a file.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env['PEAK_MEMORY_FILE']!, String(process.resourceUsage().maxRSS));
});
