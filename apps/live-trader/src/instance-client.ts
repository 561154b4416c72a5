import { AuctionTraderError, type Clock } from '@auction-trader/core';
import { type InstanceNote, readInstanceNote } from './instance-file.ts';
import type { TraderState } from './server/trader-state.ts';

/** Speaks with the running instance of a data folder. */
export interface InstanceClient {
  readonly note: InstanceNote;
  state(): Promise<TraderState>;
  /**
   * @param path e.g. `activate`
   * @throws AuctionTraderError exit code 2 when the instance refuses, with its reason
   */
  post(path: string, body: object): Promise<{ readonly mode: string; readonly activation: string }>;
}

const TIMEOUT_MS = 10_000;

/** The instance that runs on a data folder, null when none does (or none answers any more). */
export async function findInstance(dataDir: string, clock: Clock): Promise<InstanceClient | null> {
  const note = readInstanceNote(dataDir);
  if (note === null) return null;
  const client = instanceClient(note, clock);
  try {
    // Another program may have taken over process id and port.
    const { instance } = await client.state();
    return instance === note.instance ? client : null;
  } catch (error) {
    if (error instanceof AuctionTraderError && error.code === 'NO_ANSWER') return null;
    throw error;
  }
}

/** @throws AuctionTraderError exit code 3 when no instance runs */
export async function requireInstance(dataDir: string, clock: Clock): Promise<InstanceClient> {
  const client = await findInstance(dataDir, clock);
  if (client !== null) return client;
  throw new AuctionTraderError(`no live trader runs on ${dataDir}`, {
    code: 'NO_INSTANCE',
    hint: 'Start one with "live-trader run", or name its folder with DATA_DIR.',
  });
}

function instanceClient(note: InstanceNote, clock: Clock): InstanceClient {
  const call = async (path: string, body: object | null): Promise<unknown> => {
    const controller = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => controller.abort());
    try {
      const response = await fetch(`${note.address}/api/${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${note.token}`,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: controller.signal,
      });
      const answer: unknown = await response.json();
      if (response.ok) return answer;
      throw refusal(response.status, answer);
    } catch (error) {
      throw error instanceof AuctionTraderError ? error : noAnswer(note, error);
    } finally {
      cancel();
    }
  };
  return {
    note,
    state: async () => (await call('state', null)) as TraderState,
    post: async (path, body) => (await call(path, body)) as { mode: string; activation: string },
  };
}

function refusal(status: number, answer: unknown): AuctionTraderError {
  const { error } = answer as { error?: { code?: string; message?: string; hint?: string | null } };
  const hint = error?.hint;
  return new AuctionTraderError(error?.message ?? `the live trader answered with status ${status}`, {
    code: error?.code ?? 'REFUSED',
    exitCode: status === 409 ? 2 : status < 500 ? 1 : 3,
    ...(hint ? { hint } : {}),
  });
}

function noAnswer({ address, pid }: InstanceNote, cause: unknown): AuctionTraderError {
  return new AuctionTraderError(`the live trader (process ${pid}) does not answer on ${address}`, {
    code: 'NO_ANSWER',
    hint: 'Look at its log; its orders at the venue, the protective stop among them, stay there.',
    cause,
  });
}
