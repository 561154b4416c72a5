import { insert } from './insert-once.ts';
import type { RunJournal } from './journal.ts';
import type { CommandRow } from './journal-rows.ts';
import { type RunContext, requiredMs } from './run-context.ts';
import { writeCommand } from './write-commands.ts';
import { writeUnrealized } from './write-daily.ts';
import { writeDecision } from './write-decisions.ts';
import { writeModeChange, writeOperatorAction } from './write-log.ts';
import { writeOrderUpdate } from './write-order-updates.ts';
import { pruneSnapshots, writeSnapshot } from './write-snapshots.ts';
import { writeFill, writeFunding, writeTrade } from './write-trades.ts';

/** The writer of one run. Each call is a transaction, or part of the one that is open. */
export function runJournal(run: RunContext): RunJournal {
  const { database, facts } = run;
  const whole = (work: () => void) => database.transaction(work);
  return {
    facts,
    beforeSend: ({ decisions, commands }) =>
      database.transaction(() => {
        for (const decision of decisions) writeDecision(run, decision);
        return commands.filter((command: CommandRow) => writeCommand(run, command));
      }),
    updateOrder: (update) => writeOrderUpdate(run, update),
    saveExecutionId: (executionId, timeMs) => saveExecutionId(run, executionId, timeMs),
    saveFill: (fill, fillFacts) => whole(() => writeFill(run, fill, fillFacts)),
    saveFunding: (payment, executionId) => whole(() => writeFunding(run, payment, executionId)),
    saveTrade: (trade) => whole(() => writeTrade(run, trade)),
    saveUnrealized: (timeMs, unrealizedPnl) => writeUnrealized(run, timeMs, unrealizedPnl),
    saveModeChange: (change) => writeModeChange(run, change),
    saveOperatorAction: (action) => writeOperatorAction(run, action),
    saveSnapshot: (snapshot) => writeSnapshot(run, snapshot),
    pruneSnapshots: (keep) => pruneSnapshots(run, keep),
    end: (timeMs, reason) => {
      const values = [requiredMs(timeMs), reason, facts.runId];
      database.run('runs', 'UPDATE runs SET ended_ms = ?, end_reason = ? WHERE run_id = ?', values);
    },
  };
}

function saveExecutionId({ database, facts }: RunContext, executionId: string, timeMs: number): boolean {
  const row = {
    run_id: facts.runId,
    execution_id: executionId,
    symbol: facts.instrument.symbol,
    ts_ms: requiredMs(timeMs),
  };
  return insert(database, 'executions', row, 'ON CONFLICT DO NOTHING') > 0;
}
