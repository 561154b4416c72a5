import { AuctionTraderError, NO_PRICE, REASON } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import { BreakoutTracker, TRACKER_EVENT, type TrackerSnapshot } from './breakout-tracker.ts';
import { bestCandidates, checkPrices, isConflict, reasonForNone } from './choice.ts';
import { confirms } from './confirmation.ts';
import { type Decision, SIGNAL_FLAG } from './decision.ts';
import { JudgedMinute } from './judged-minute.ts';
import { firstRowThatMatters } from './quiet-rows.ts';
import {
  AUCTION_SETUPS,
  failbreakPoke,
  isBreakin,
  proposeBreakin,
  proposeBreakout,
  proposeFailbreak,
} from './setups.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { MinuteView, Strategy } from './strategy.ts';

const { BREAKIN_LONG, BREAKIN_SHORT, BREAKOUT_LONG, BREAKOUT_SHORT, FAILBREAK_LONG, FAILBREAK_SHORT } =
  SIGNAL_FLAG;
const LONGS = BREAKIN_LONG | BREAKOUT_LONG | FAILBREAK_LONG;

/** State of the auction strategy as plain data. */
export interface AuctionState {
  readonly up: TrackerSnapshot;
  readonly down: TrackerSnapshot;
}

/**
 * The auction strategy (trading rules 8): break-in, breakout and failed breakout around
 * the value area. Its whole memory is two breakout trackers.
 *
 * @example
 * const strategy = new AuctionStrategy(signalSettings(config, instrument));
 */
export class AuctionStrategy implements Strategy {
  readonly name = 'auction';
  readonly setups = AUCTION_SETUPS;
  /** Attempts above VAH (`up`) and below VAL (`down`), after the last minute. */
  readonly trackers = { up: new BreakoutTracker(1), down: new BreakoutTracker(-1) } as const;
  /** Goes up whenever a tracker may have changed. */
  revision = 0;
  readonly #settings: SignalSettings;
  readonly #minute = new JudgedMinute();

  constructor(settings: SignalSettings) {
    this.#settings = settings;
  }

  onMinute(view: MinuteView, decision: Decision): void {
    const { tape, features, index } = view;
    const { up, down } = this.trackers;
    const flags = tape.flags[index]!;
    if ((flags & MINUTE_FLAG.FEED_GAP) !== 0) this.#resetTrackers();
    if ((flags & MINUTE_FLAG.SYNTHETIC) !== 0) {
      decision.reason = REASON.NO_TRADES;
      return;
    }
    if (features.valid[index] === 0) {
      this.#resetTrackers();
      decision.reason = REASON.VA_INVALID;
      return;
    }
    // Most minutes end here: nothing can begin inside, and nothing is under way.
    if (up.state === 0 && down.state === 0 && staysInside(view)) return;
    this.#minute.load(view);
    this.#judge(view, this.#minute, decision);
  }

  nextRow(tape: MinuteTape, features: FeatureColumns, from: number, to: number): number {
    return firstRowThatMatters(this.trackers.up, this.trackers.down, tape, features, from, to);
  }

  onEntrySubmitted(): void {
    this.revision++;
    this.trackers.up.dropRetest();
    this.trackers.down.dropRetest();
  }

  /** The trackers as plain data; as JSON text it is signals_1m.acceptance_state. */
  state(): AuctionState {
    return { up: this.trackers.up.snapshot(), down: this.trackers.down.snapshot() };
  }

  /** @throws AuctionTraderError (`BAD_STRATEGY_STATE`) when `state` is not what {@link state} gives */
  restore(state: unknown): void {
    this.revision++;
    if (typeof state !== 'object' || state === null || !('up' in state) || !('down' in state)) {
      throw new AuctionTraderError(`${JSON.stringify(state)} is no state of the auction strategy`, {
        code: 'BAD_STRATEGY_STATE',
        hint: 'The snapshot comes from another strategy or is damaged; start without it.',
      });
    }
    this.trackers.up.restore(state.up as TrackerSnapshot);
    this.trackers.down.restore(state.down as TrackerSnapshot);
  }

  #resetTrackers(): void {
    this.revision++;
    this.trackers.up.reset();
    this.trackers.down.reset();
  }

  #judge(view: MinuteView, minute: JudgedMinute, decision: Decision): void {
    const settings = this.#settings;
    const { up, down } = this.trackers;
    const before = up.state | (down.state << 2);
    const upEvents = up.judge(minute, view, settings);
    const downEvents = down.judge(minute, view, settings);
    // A tracker that counts or waits changes in every minute.
    if (!up.canSleep || !down.canSleep || (up.state | (down.state << 2)) !== before) this.revision++;
    const longPoke = failbreakPoke(1, minute, down, downEvents, settings);
    const shortPoke = failbreakPoke(-1, minute, up, upEvents, settings);
    const { ACCEPTED, CANDIDATE } = TRACKER_EVENT;

    let returns = 0;
    if (isBreakin(1, minute, view, settings)) returns |= BREAKIN_LONG;
    if (isBreakin(-1, minute, view, settings)) returns |= BREAKIN_SHORT;
    if (longPoke !== NO_PRICE && confirms(view, 1, settings.failbreak, settings)) returns |= FAILBREAK_LONG;
    if (shortPoke !== NO_PRICE && confirms(view, -1, settings.failbreak, settings))
      returns |= FAILBREAK_SHORT;
    const accepted = breakoutBits(upEvents & ACCEPTED, downEvents & ACCEPTED);
    const candidates = returns | breakoutBits(upEvents & CANDIDATE, downEvents & CANDIDATE);

    const best = bestCandidates(candidates);
    if (best === 0) decision.reason = reasonForNone(upEvents, downEvents);
    else if (isConflict(best)) decision.reason = REASON.CONFLICT;
    else this.#propose(best, minute, (best & LONGS) !== 0 ? longPoke : shortPoke, decision);
    decision.flags = returns | accepted;
  }

  #propose(candidate: number, minute: JudgedMinute, pokeTicks: number, decision: Decision): void {
    const settings = this.#settings;
    const { up, down } = this.trackers;
    const side = (candidate & LONGS) !== 0 ? 1 : -1;
    if ((candidate & (BREAKIN_LONG | BREAKIN_SHORT)) !== 0) proposeBreakin(decision, side, minute, settings);
    else if ((candidate & (BREAKOUT_LONG | BREAKOUT_SHORT)) !== 0) {
      proposeBreakout(decision, side > 0 ? up : down, minute, settings);
    } else proposeFailbreak(decision, side, pokeTicks, minute, settings);
    const reason = checkPrices(decision, settings.minStopTicks);
    if (reason === REASON.ENTRY) return;
    decision.reset();
    decision.reason = reason;
  }
}

/** Whether every print lies inside the value area, edges included. */
function staysInside({ tape, features, index }: MinuteView): boolean {
  return (
    tape.lowTicks[index]! >= features.valTicks[index]! && tape.highTicks[index]! <= features.vahTicks[index]!
  );
}

function breakoutBits(long: number, short: number): number {
  return (long !== 0 ? BREAKOUT_LONG : 0) | (short !== 0 ? BREAKOUT_SHORT : 0);
}
