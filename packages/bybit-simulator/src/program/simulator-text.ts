import type { RunningSimulator } from './start-simulator.ts';

/** What a user needs to connect a client, as lines. */
export function simulatorText(simulator: RunningSimulator): string {
  const { url, webSocketUrl, accounts, description, protocol } = simulator;
  const faults = protocol.faults.tallies.length;
  const lines = [
    `Bybit simulator: ${description}`,
    `  REST     ${url}`,
    `  public   ${webSocketUrl}/v5/public/linear`,
    `  private  ${webSocketUrl}/v5/private`,
    `  trade    ${webSocketUrl}/v5/trade`,
    `  control  ${url}/sim/log`,
    ...accounts.map(({ name, key, secret }) => `  account ${name}: key ${key}, secret ${secret}`),
    ...(faults > 0 ? [`  ${faults} rules of faults`] : []),
    ...timeLines(simulator),
    'For the live trader:',
    `  export BYBIT_API_KEY=${accounts[0]!.key} BYBIT_API_SECRET=${accounts[0]!.secret}`,
    'Ctrl-C ends it.',
  ];
  return `${lines.join('\n')}\n`;
}

function timeLines({ protocol }: RunningSimulator): string[] {
  const { clock } = protocol;
  if (clock.scale === null) return [];
  const time = new Date(clock.nowMs()).toISOString();
  return [`  it is ${time} there, ${clock.scale.speed} times as fast; GET /sim/clock tells how to follow`];
}
