import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; null where nobody can answer. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}
