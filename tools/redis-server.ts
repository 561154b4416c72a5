import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A real redis-server on a loopback port. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a power cut would; what it held is gone. */
  stop(): Promise<void>;
}

const PROGRAM = process.env['REDIS_SERVER_PATH'] ?? 'redis-server';

/** Whether there is a redis-server to test with; says it when there is none. */
export function hasRedis(whatIsSkipped: string): boolean {
  if (spawnSync(PROGRAM, ['--version']).status === 0) return true;
  process.stderr.write(
    `${whatIsSkipped}: skipped, no redis-server is installed here (REDIS_SERVER_PATH names one)\n`,
  );
  return false;
}

/** Starts one, on a free port where none is named. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const own = port ?? (await freePort());
  const options = ['--bind', '127.0.0.1', '--maxmemory-policy', 'noeviction', '--save', ''];
  const child = spawn(PROGRAM, ['--port', String(own), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  await isReady(child);
  const exited = once(child, 'exit');
  return {
    url: `redis://127.0.0.1:${own}`,
    port: own,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
