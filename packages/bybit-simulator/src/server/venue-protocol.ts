import { type Clock, Random } from '@auction-trader/core';
import { Conditions, type ConnectionFilter, connectionTest } from '../faults/conditions.ts';
import { FaultEngine } from '../faults/fault-engine.ts';
import type { FaultAction, FaultScript } from '../faults/fault-rule.ts';
import { CallLog } from './call-log.ts';
import type { Connection, Peer, UpgradeDecision } from './connection.ts';
import { DEAD_MAN_TOPIC, DeadManSwitch } from './dead-man-switch.ts';
import { idleMsOf } from './idle-time.ts';
import { PrivateConnection } from './private-connection.ts';
import type { ProtocolContext } from './protocol-context.ts';
import { PublicConnection } from './public-connection.ts';
import { PublicTopics } from './public-topics.ts';
import { DEFAULT_RATE_LIMITS, RateCounter, type RateLimits } from './rate-limits.ts';
import type { RestOutcome, RestRequest } from './rest-message.ts';
import { handleRest } from './rest-protocol.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import { TradeConnection } from './trade-connection.ts';
import type { VenueClock } from './venue-clock.ts';
import type { ConnectionOptions, VenueConnection } from './venue-connection.ts';
import type { PrivatePush, VenuePort } from './venue-port.ts';

const PATHS = new Set(['/v5/public/linear', '/v5/private', '/v5/trade']);

/** What a {@link VenueProtocol} is made of. */
export interface VenueProtocolOptions {
  readonly venue: VenuePort;
  /**
   * The venue's clock, which faults may set wrong. The venue itself runs by its `trueClock`: what it
   * says is given wrong times on the way out.
   */
  readonly clock: VenueClock;
  readonly accounts: readonly SimulatedAccount[];
  /** Decides connection and trace ids. Default 0. */
  readonly seed?: number;
  readonly limits?: Partial<RateLimits>;
  readonly faults?: FaultScript;
  /** A second clock that clients may sign by, when the venue's own shows another day or runs faster. */
  readonly alsoSignedBy?: Clock;
}

/**
 * Bybit's v5 protocol without sockets: keys, signatures, envelopes, subscriptions, limits and faults
 * around a venue. Sockets ({@link startServer}) or a simulated network ({@link inProcessNetwork})
 * carry it.
 */
export class VenueProtocol {
  /** Everything that clients have asked. */
  readonly log = new CallLog();
  readonly faults: FaultEngine;
  readonly conditions: Conditions;
  readonly clock: VenueClock;
  readonly accounts: readonly SimulatedAccount[];
  readonly #venue: VenuePort;
  readonly #context: ProtocolContext;
  readonly #publicTopics: PublicTopics;
  readonly #connections = new Set<VenueConnection>();

  constructor(options: VenueProtocolOptions) {
    const { venue, clock, accounts, alsoSignedBy } = options;
    this.clock = clock;
    this.accounts = accounts;
    this.#venue = venue;
    this.conditions = new Conditions(clock.trueClock);
    this.faults = new FaultEngine(clock.trueClock, (action) => this.act(action));
    this.#publicTopics = new PublicTopics(venue);
    this.#context = {
      venue,
      clock,
      clientTimesMs: () => (alsoSignedBy ? [clock.nowMs(), alsoSignedBy.nowMs()] : [clock.nowMs()]),
      accountsByKey: new Map(accounts.map((account) => [account.key, account])),
      limits: { ...DEFAULT_RATE_LIMITS, ...options.limits },
      counter: new RateCounter(),
      faults: this.faults,
      conditions: this.conditions,
      log: this.log,
      random: new Random(options.seed ?? 0),
      deadManSwitch: new DeadManSwitch(clock, venue),
    };
    venue.listen({
      onPrivate: (push) => this.#pushPrivate(push),
      onPublic: (frame) => this.#publicTopics.publish(frame),
    });
    if (options.faults) this.faults.load(options.faults);
  }

  /**
   * Answers a REST call.
   *
   * @param done called once, at once or later; never when the call hangs
   */
  handleRest(request: RestRequest, done: (outcome: RestOutcome) => void): void {
    handleRest(this.#context, request, done);
  }

  /**
   * Decides about a WebSocket.
   *
   * @param target path with its query, e.g. `/v5/private?max_active_time=60s`
   * @param address where it comes from
   */
  openConnection(target: string, address: string): UpgradeDecision {
    const [path = '', query = ''] = target.split('?', 2);
    const { clock, conditions, counter, limits, log } = this.#context;
    const call = log.add({
      timeMs: clock.nowMs(),
      lane: 'websocket',
      operation: 'connect',
      path,
      account: null,
      params: {},
    });
    const refuse = (status: number, body: string): UpgradeDecision => {
      call.outcome = String(status);
      return { kind: 'refuse', status, body };
    };
    if (conditions.isDown) return refuse(503, 'restarting');
    const { connects, connectWindowMs } = limits;
    const state = counter.take(`connect ${address}`, connects, connectWindowMs, clock.nowMs());
    if (state.exceeded || conditions.isBanned) return refuse(403, 'access too frequent');
    const point = { kind: 'upgrade', name: path, path, account: null, rows: () => [] } as const;
    for (const effect of this.faults.upgrade(point)) {
      if (effect.kind === 'refuse') return refuse(effect.status, effect.body);
      if (effect.kind === 'hang') {
        call.outcome = 'hang';
        return { kind: 'hang' };
      }
    }
    if (!PATHS.has(path)) return refuse(404, '404 page not found');
    call.outcome = 'ok';
    return { kind: 'accept', open: (peer) => this.#open(path, idleMsOf(query), peer) };
  }

  /** Lets something happen to the venue now, as a rule of a script would. */
  act(action: FaultAction): void {
    switch (action.kind) {
      case 'terminate':
        this.#terminate(action);
        break;
      case 'quiet':
        this.conditions.quiet(action, action.topic, action.forMs);
        break;
      case 'freeze':
        this.conditions.freeze(action, action.forMs);
        break;
      case 'skew':
        this.clock.offsetMs = action.offsetMs;
        break;
      case 'slow':
        this.conditions.slow(action.ms, action.forMs);
        break;
      case 'ban':
        this.conditions.ban(action.forMs);
        break;
      case 'restart':
        this.conditions.goDown(action.downMs);
        this.#terminate({});
        this.#venue.restart(action.wipeHistory);
        break;
      default:
        this.#venue.happen(action);
    }
  }

  /** Open WebSockets. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  #open(path: string, idleMs: number, peer: Peer): Connection {
    const onGone = (connection: VenueConnection) => this.#gone(connection);
    const connection = this.#make({ context: this.#context, path, idleMs, peer, onGone });
    this.#connections.add(connection);
    return connection;
  }

  #make(options: ConnectionOptions): VenueConnection {
    switch (options.path) {
      case '/v5/trade':
        return new TradeConnection(options);
      case '/v5/private':
        return new PrivateConnection(options, (account) => this.#privateChanged(account));
      default:
        return new PublicConnection(options, this.#publicTopics);
    }
  }

  #privateChanged(account: string | null): void {
    if (account === null) return;
    let isAlive = false;
    for (const connection of this.#privateConnections()) {
      if (connection.account === account && connection.topics.has(DEAD_MAN_TOPIC)) isAlive = true;
    }
    this.#context.deadManSwitch.connectionsChanged(account, isAlive);
  }

  *#privateConnections(): Iterable<PrivateConnection> {
    for (const connection of this.#connections) if (connection instanceof PrivateConnection) yield connection;
  }

  #gone(connection: VenueConnection): void {
    this.#connections.delete(connection);
    if (connection instanceof PrivateConnection) this.#privateChanged(connection.account);
    const { clock, log } = this.#context;
    const { path, account } = connection;
    const lane = 'websocket';
    log.add({ timeMs: clock.nowMs(), lane, operation: 'disconnect', path, account, params: {} }).outcome =
      'ok';
  }

  #terminate(filter: ConnectionFilter): void {
    const isMeant = connectionTest(filter);
    for (const connection of [...this.#connections]) if (isMeant(connection)) connection.terminate();
  }

  #pushPrivate(push: PrivatePush): void {
    for (const connection of this.#privateConnections()) {
      if (connection.account === push.account) connection.push(push);
    }
  }
}
