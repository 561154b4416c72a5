import type { Redactor } from '@auction-trader/command-line';
import type { Clock } from '@auction-trader/core';
import type { TradingMode } from '../trading-mode.ts';
import type { Alert, AlertDesk, AlertState, AlertType } from './alert.ts';

/** What {@link createAlertDesk} needs. */
export interface AlertDeskOptions {
  readonly clock: Clock;
  /** `monitoring.alert_repeat_minutes` in ms. */
  readonly repeatMs: number;
  readonly symbol: string;
  readonly instance: string;
  readonly mode: () => TradingMode;
  readonly redactor: Redactor;
  /** Takes each alert that is due: stores it, shows it, sends it. A failure of it is its own. */
  readonly deliver: (alert: Alert) => void;
}

/** What a person must hear of each time; the others come in crowds. */
const NEVER_HELD_BACK: ReadonlySet<AlertType> = new Set(['RESTARTED', 'ACTIVATION_CHANGED', 'KILL_SWITCH']);

/** Of one type: when the last one went out, and what was held back since. */
interface Memory {
  raised: boolean;
  sentMs: number;
  heldBack: number;
}

/**
 * Decides which alerts are due. A condition goes out when it begins, again at most every `repeatMs`
 * while it lasts, and once when it is over; events of one type that come in a crowd are held back the
 * same way and counted in the next one's `data.held_back`.
 */
export function createAlertDesk(options: AlertDeskOptions): AlertDesk {
  const { clock, repeatMs, symbol, instance, mode, redactor, deliver } = options;
  const memories = new Map<AlertType, Memory>();
  // Unique also after a restart, which happens at another time.
  const idBase = `${instance}-${clock.nowMs().toString(36)}`;
  let count = 0;

  const memoryOf = (type: AlertType): Memory => {
    const memory = memories.get(type) ?? { raised: false, sentMs: Number.NEGATIVE_INFINITY, heldBack: 0 };
    memories.set(type, memory);
    return memory;
  };
  const send = (
    type: AlertType,
    state: AlertState,
    message: string,
    data: Readonly<Record<string, unknown>>,
  ) => {
    const memory = memoryOf(type);
    const ts_ms = clock.nowMs();
    const heldBack = memory.heldBack === 0 ? {} : { held_back: memory.heldBack };
    memory.sentMs = ts_ms;
    memory.heldBack = 0;
    const id = `${idBase}-${++count}`;
    const body = redactor.data({ message, data: { ...data, ...heldBack } }) as Pick<
      Alert,
      'message' | 'data'
    >;
    deliver({ id, ts_ms, type, state, symbol, mode: mode(), ...body, instance });
  };
  const isDue = (type: AlertType) => {
    const memory = memoryOf(type);
    if (clock.nowMs() - memory.sentMs >= repeatMs) return true;
    memory.heldBack++;
    return false;
  };

  return {
    event(type, message, data = {}) {
      if (NEVER_HELD_BACK.has(type) || isDue(type)) send(type, 'event', message, data);
    },
    raise(type, message, data = {}) {
      const memory = memoryOf(type);
      const begins = !memory.raised;
      memory.raised = true;
      if (begins || isDue(type)) send(type, 'raised', message, data);
    },
    clear(type, message, data = {}) {
      const memory = memoryOf(type);
      if (!memory.raised) return;
      memory.raised = false;
      send(type, 'cleared', message, data);
    },
  };
}
