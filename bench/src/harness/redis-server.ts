import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const PROGRAM = process.env['REDIS_SERVER_PATH'] ?? 'redis-server';

/** A real redis-server on a free loopback port. */
export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one; null when none is installed here. */
export async function startRedis(): Promise<RedisServer | null> {
  if (spawnSync(PROGRAM, ['--version']).status !== 0) return null;
  const port = await freePort();
  const options = ['--bind', '127.0.0.1', '--maxmemory-policy', 'noeviction', '--save', ''];
  const child = spawn(PROGRAM, ['--port', String(port), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    if (String(text).includes('Ready to accept connections')) break;
  }
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
