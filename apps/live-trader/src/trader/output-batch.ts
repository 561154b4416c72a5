import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import type { CommandRow, DecisionRow, ModeChange, OrderUpdate } from '@auction-trader/storage';

/** A fill with what the venue says of it. */
interface JournaledFill {
  readonly fill: FillRecord;
  readonly executionId: string | null;
  readonly orderId: number | null;
}

/** Funding with the venue's id of it. */
interface JournaledFunding {
  readonly payment: FundingRecord;
  readonly executionId: string | null;
}

/** Everything that one input led to and that belongs into the journal, in the order in which it happened. */
export interface OutputBatch {
  readonly decisions: DecisionRow[];
  readonly commands: CommandRow[];
  readonly orderUpdates: OrderUpdate[];
  /** Executions and funding of the venue that were taken up. */
  readonly executionIds: { readonly id: string; readonly timeMs: number }[];
  readonly fills: JournaledFill[];
  readonly funding: JournaledFunding[];
  readonly closedTrades: TradeRecord[];
  readonly modeChanges: ModeChange[];
  /** The position as it stands after the input, null when flat or not touched. */
  openTrade: TradeRecord | null;
}

export function newBatch(): OutputBatch {
  return {
    decisions: [],
    commands: [],
    orderUpdates: [],
    executionIds: [],
    fills: [],
    funding: [],
    closedTrades: [],
    modeChanges: [],
    openTrade: null,
  };
}

/** Whether there is nothing to journal. */
export function isEmptyBatch(batch: OutputBatch): boolean {
  return Object.values(batch).every((part) => part === null || (Array.isArray(part) && part.length === 0));
}
