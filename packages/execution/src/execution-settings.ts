import type { Config } from '@auction-trader/core';

/** What order handling needs of the configuration, in integers. */
export interface ExecutionSettings {
  readonly useLimitForEntry: boolean;
  readonly limitTimeoutMs: number;
  readonly slippageTicksEntry: number;
  readonly moveStopToBreakeven: boolean;
  readonly breakevenOffsetTicks: number;
  /** Share of TP1 in 1/10000. */
  readonly tp1BasisPoints: number;
  readonly maxHoldMs: number;
  readonly extendIfProfitable: boolean;
  readonly killSwitchFlatten: boolean;
}

/** Reads {@link ExecutionSettings} from a validated configuration. */
export function executionSettings(config: Config): ExecutionSettings {
  return {
    useLimitForEntry: config.execution.use_limit_for_entry,
    limitTimeoutMs: Math.round(config.execution.limit_order_timeout_minutes * 60_000),
    slippageTicksEntry: config.execution.slippage_ticks_entry,
    moveStopToBreakeven: config.sizing.move_stop_to_breakeven_after_tp1,
    breakevenOffsetTicks: config.risk.breakeven_offset_ticks,
    tp1BasisPoints: Math.round(config.sizing.tp1_pct * 10_000),
    maxHoldMs: Math.round(config.risk.max_hold_minutes * 60_000),
    extendIfProfitable: config.risk.extend_if_profitable,
    killSwitchFlatten: config.risk.kill_switch_flatten,
  };
}
