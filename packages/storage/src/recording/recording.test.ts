import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SessionInput } from '@auction-trader/engine';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleHeader } from '../testing/example-header.ts';
import { anyInputs, frame } from '../testing/example-inputs.ts';
import { NOON } from '../testing/example-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { listRecordings, recordingDir } from './list-recordings.ts';
import { openRecordingReader, type RecordingRange, readRecording } from './read-recording.ts';
import { createRecorder, type RecorderOptions, reopenRecorder } from './recorder.ts';
import type { Recorder } from './recording.ts';
import { readRecordingHeader } from './recording-header.ts';
import { HOUR_MS, listSegments, segmentPath } from './segments.ts';

const newDir = () => recordingDir(temporaryFolder(), { venue: 'bybit', symbol: 'BTCUSDT' }, 'run-1');

function begin(dir = newDir(), options?: RecorderOptions): Recorder {
  const recorder = createRecorder(dir, exampleHeader(), options);
  onTestFinished(() => recorder.abandon());
  return recorder;
}

const inputsOf = (dir: string, range?: RecordingRange) =>
  [...readRecording(dir, range)].map(({ input }) => input);
const seqsOf = (dir: string, range?: RecordingRange) => [...readRecording(dir, range)].map(({ seq }) => seq);

/** A recording with one frame a minute over some hours, closed. */
async function recordedHours(hours: number, options?: RecorderOptions): Promise<string> {
  const recorder = begin(newDir(), options);
  for (let minute = 0; minute < hours * 60; minute++)
    recorder.append(frame(NOON + minute * 60_000, `${minute}`));
  await recorder.close();
  return recorder.dir;
}

function onlyFile(dir: string): string {
  const segments = listSegments(dir);
  expect(segments).toHaveLength(1);
  return segmentPath(dir, segments[0]!);
}

describe('a recording', () => {
  it('gives back any inputs, whatever text is in them', async () => {
    await fc.assert(
      fc.asyncProperty(anyInputs(), fc.boolean(), async (inputs, packed) => {
        const dir = newDir();
        const recorder = createRecorder(dir, exampleHeader(), packed ? {} : { background: () => undefined });
        for (const [index, input] of inputs.entries()) expect(recorder.append(input)).toBe(index + 1);
        await recorder.close();
        expect([...readRecording(dir)]).toEqual(inputs.map((input, index) => ({ seq: index + 1, input })));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its header, numbers that JSON lacks included', () => {
    const recorder = begin();
    expect(readRecordingHeader(recorder.dir)).toEqual(exampleHeader());
  });

  it('is not there before it is flushed, and wholly after', () => {
    const recorder = begin();
    recorder.append(frame(NOON, 'a'));
    expect(inputsOf(recorder.dir)).toEqual([]);
    recorder.flush();
    recorder.append(frame(NOON, 'b'));
    expect(inputsOf(recorder.dir)).toEqual([frame(NOON, 'a')]);
    expect(recorder.position).toEqual({ seq: 2, segment: '2026-11-20T12-000000000001' });
  });

  it('is flushed by itself before it fills the memory', () => {
    const recorder = begin();
    const text = 'x'.repeat(1_000);
    for (let count = 0; count < 1_000; count++) recorder.append(frame(NOON, text));
    expect(seqsOf(recorder.dir).length).toBeGreaterThan(500);
  });

  it('has a file for each UTC hour, packed when it is over', async () => {
    const dir = await recordedHours(3);
    const names = readdirSync(dir).filter((name) => name.startsWith('2026'));
    expect(names.sort()).toEqual([
      '2026-11-20T12-000000000001.log.gz',
      '2026-11-20T13-000000000061.log.gz',
      '2026-11-20T14-000000000121.log',
    ]);
    expect(seqsOf(dir)).toEqual(Array.from({ length: 180 }, (_, index) => index + 1));
    const packed = readFileSync(join(dir, names[0]!));
    expect(gunzipSync(packed).toString().split('\n')).toHaveLength(61);
    expect(execFileSync('gzip', ['-dc', join(dir, names[0]!)]).length).toBe(gunzipSync(packed).length);
  });

  it('is read from a number or a time on, up to a time', async () => {
    const dir = await recordedHours(3);
    expect(seqsOf(dir, { fromSeq: 70 })[0]).toBe(70);
    expect(seqsOf(dir, { fromSeq: 61 }).length).toBe(120);
    expect(seqsOf(dir, { fromSeq: 181 })).toEqual([]);
    expect(seqsOf(dir, { fromMs: NOON + 2 * HOUR_MS, toMs: NOON + 2 * HOUR_MS + 120_000 })).toEqual([
      121, 122,
    ]);
    expect(seqsOf(dir, { fromMs: NOON + HOUR_MS - 1 })[0]).toBe(61);
    expect(seqsOf(dir, { fromMs: NOON + 9 * HOUR_MS })).toEqual([]);
    expect(seqsOf(dir, { toMs: NOON })).toEqual([]);
  });

  it('is read while it grows, over the change of the hour', () => {
    const recorder = begin();
    const reader = openRecordingReader(recorder.dir);
    expect(reader.next()).toBeNull();
    const seen: number[] = [];
    for (let minute = 0; minute < 130; minute++) {
      recorder.append(frame(NOON + minute * 60_000));
      if (minute % 7 === 0) recorder.flush();
      for (let next = reader.next(); next !== null; next = reader.next()) seen.push(next.seq);
    }
    recorder.flush();
    for (let next = reader.next(); next !== null; next = reader.next()) seen.push(next.seq);
    reader.close();
    expect(seen).toEqual(Array.from({ length: 130 }, (_, index) => index + 1));
  });

  it('goes on after a kill, in the same hour and in a later one', async () => {
    const first = begin();
    first.append(frame(NOON, 'a'));
    first.flush();
    first.append(frame(NOON, 'lost'));
    first.abandon();
    const second = reopenRecorder(first.dir);
    expect(second.header).toEqual(exampleHeader());
    expect(second.position.seq).toBe(1);
    second.append(frame(NOON + 1, 'b'));
    second.flush();
    second.abandon();
    const third = reopenRecorder(first.dir);
    third.append(frame(NOON + HOUR_MS, 'c'));
    await third.close();
    expect(inputsOf(first.dir)).toEqual([frame(NOON, 'a'), frame(NOON + 1, 'b'), frame(NOON + HOUR_MS, 'c')]);
    expect(listSegments(first.dir).map(({ packed }) => packed)).toEqual([true, false]);
  });

  it('a cut anywhere loses no more than the line it hits', async () => {
    const recorder = begin();
    const texts = ['one', 'zwei é', 'drei\nzeilen', '😀', ''];
    for (const text of texts) recorder.append(frame(NOON, text));
    await recorder.close();
    const file = onlyFile(recorder.dir);
    const bytes = readFileSync(file);
    let whole = texts.length;
    for (let length = bytes.length; length >= 0; length--) {
      truncateSync(file, length);
      if (length < bytes.length && bytes[length] === 0x0a) whole--;
      expect(inputsOf(recorder.dir)).toHaveLength(whole);
      const again = reopenRecorder(recorder.dir);
      expect(again.position.seq).toBe(whole);
      again.abandon();
    }
  });

  it('a torn end with newlines in it (a power cut) is cut off too', async () => {
    const recorder = begin();
    recorder.append(frame(NOON, 'a'));
    await recorder.close();
    appendFileSync(onlyFile(recorder.dir), '\0\0\0\n\0\n');
    expect(inputsOf(recorder.dir)).toEqual([frame(NOON, 'a')]);
    const again = reopenRecorder(recorder.dir);
    again.append(frame(NOON, 'b'));
    await again.close();
    expect(inputsOf(recorder.dir)).toEqual([frame(NOON, 'a'), frame(NOON, 'b')]);
  });

  it('a changed bit in any line before the last is found and named', async () => {
    const recorder = begin();
    for (let line = 0; line < 4; line++) recorder.append(frame(NOON, `line ${line}`));
    await recorder.close();
    const file = onlyFile(recorder.dir);
    const bytes = readFileSync(file);
    const lastLine = bytes.subarray(0, -1).lastIndexOf(0x0a) + 1;
    fc.assert(
      fc.property(fc.nat(lastLine - 2), fc.nat(7), (at, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = damaged[at]! ^ (1 << bit);
        writeFileSync(file, damaged);
        expect(() => inputsOf(recorder.dir)).toThrow(
          expect.objectContaining({
            code: 'RECORDING_DAMAGED',
            details: expect.objectContaining({ file, row: expect.any(Number) }),
          }),
        );
        expect(() => reopenRecorder(recorder.dir)).toThrow(
          expect.objectContaining({ code: 'RECORDING_DAMAGED' }),
        );
      }),
    );
  });

  it('names a missing line, a missing hour and a damaged packed hour', async () => {
    const dir = await recordedHours(3);
    const [first, second] = listSegments(dir).map((segment) => segmentPath(dir, segment));
    const bytes = readFileSync(second!);
    rmSync(second!);
    expect(() => seqsOf(dir)).toThrow(/inputs 61 to 120 are missing/);
    writeFileSync(second!, bytes.subarray(0, -40));
    expect(() => seqsOf(dir)).toThrow(/2026-11-20T13.* is damaged in line 1: no gzip member at byte 0/);
    writeFileSync(second!, bytes);
    rmSync(first!);
    expect(seqsOf(dir)[0]).toBe(61);
    expect(() => seqsOf(dir, { fromSeq: 5 })).toThrow(expect.objectContaining({ code: 'RECORDING_PURGED' }));

    const plain = await recordedHours(1);
    const lines = readFileSync(onlyFile(plain), 'utf8').split('\n');
    writeFileSync(onlyFile(plain), lines.toSpliced(10, 0, 'no line of ours').join('\n'));
    expect(() => seqsOf(plain)).toThrow(/line 11: its checksum does not fit/);
    writeFileSync(onlyFile(plain), lines.toSpliced(10, 1).join('\n'));
    expect(() => seqsOf(plain)).toThrow(/line 11: it holds input 12 where 11 belongs/);
  });

  it('has one writer, and is not begun twice', async () => {
    const recorder = begin();
    expect(() => reopenRecorder(recorder.dir)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED', message: expect.stringContaining('recording into') }),
    );
    await recorder.close();
    expect(() => createRecorder(recorder.dir, exampleHeader())).toThrow(
      expect.objectContaining({ code: 'RECORDING_EXISTS' }),
    );
    expect(() => reopenRecorder(newDir())).toThrow(expect.objectContaining({ code: 'NO_RECORDING' }));
    expect(() => openRecordingReader(newDir())).toThrow(expect.objectContaining({ code: 'NO_RECORDING' }));
    reopenRecorder(recorder.dir).abandon();
  });

  it('is found in the data directory', async () => {
    const dataDir = temporaryFolder();
    const dir = recordingDir(dataDir, { venue: 'bybit', symbol: 'BTCUSDT' }, 'run-1');
    const recorder = begin(dir);
    recorder.append(frame(NOON + 90_000));
    recorder.append(frame(NOON + HOUR_MS));
    await recorder.close();
    expect(listRecordings(dataDir)).toMatchObject([
      { dir, venue: 'bybit', symbol: 'BTCUSDT', runId: 'run-1', fromMs: NOON, toMs: NOON + 2 * HOUR_MS },
    ]);
    expect(listRecordings(join(dataDir, 'nothing'))).toEqual([]);
  });
});

describe('a recording on a full disk', () => {
  it('loses nothing: what could not be written waits', async () => {
    let room = 100;
    const problems: Error[] = [];
    const recorder = begin(newDir(), {
      onProblem: (error) => problems.push(error),
      write(descriptor, bytes, position) {
        if (room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        const part = bytes.subarray(0, room);
        room -= part.length;
        return writeSync(descriptor, part, 0, part.length, position);
      },
    });
    const inputs: SessionInput[] = [];
    for (let count = 0; count < 10; count++) {
      const input = frame(NOON, `text ${count}`);
      inputs.push(input);
      recorder.append(input);
    }
    expect(() => recorder.flush()).toThrow(
      expect.objectContaining({ code: 'STORE_ERROR', message: expect.stringContaining('disk is full') }),
    );
    // The hour changes meanwhile: the old file goes on.
    recorder.append(frame(NOON + HOUR_MS, 'next hour'));
    expect(problems).toHaveLength(1);
    room = Number.POSITIVE_INFINITY;
    recorder.append(frame(NOON + HOUR_MS, 'and on'));
    await recorder.close();
    expect(inputsOf(recorder.dir)).toEqual([
      ...inputs,
      frame(NOON + HOUR_MS, 'next hour'),
      frame(NOON + HOUR_MS, 'and on'),
    ]);
    expect(seqsOf(recorder.dir, { fromMs: NOON + HOUR_MS })).toEqual([11, 12]);
  });

  it('keeps an hour that could not be packed', async () => {
    const problems: Error[] = [];
    const recorder = begin(newDir(), {
      onProblem: (error) => problems.push(error),
      background: (work) => {
        // Gone behind its back.
        const [file] = readdirSync(recorder.dir).filter((name) => name.endsWith('.log'));
        rmSync(join(recorder.dir, file!));
        void work();
      },
    });
    recorder.append(frame(NOON));
    recorder.append(frame(NOON + HOUR_MS));
    await recorder.close();
    expect(problems.map((error) => (error as { code?: string }).code)).toEqual(['STORE_ERROR']);
    expect(existsSync(segmentPath(recorder.dir, listSegments(recorder.dir)[0]!))).toBe(true);
  });
});
