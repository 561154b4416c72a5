/** Room on the disk of a folder, bytes. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The room on the disk that holds `dir` (or its nearest existing parent). */
export function diskSpace(_dir: string): DiskSpace {
  throw new Error('not there yet');
}
