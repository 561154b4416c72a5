import type { CommandRow, Journal, RunJournal } from '@auction-trader/storage';
import type { OutputBatch } from './output-batch.ts';

/**
 * Writes all that an input led to in one durable transaction.
 *
 * @returns the commands that were not journaled before
 * @throws AuctionTraderError `STORE_ERROR` (nothing was written then), `JOURNAL_CONFLICT`
 */
export function writeBatch(journal: Journal, run: RunJournal, batch: OutputBatch): readonly CommandRow[] {
  return journal.transaction(() => {
    const fresh = run.beforeSend({ decisions: batch.decisions, commands: batch.commands });
    for (const { id, timeMs } of batch.executionIds) run.saveExecutionId(id, timeMs);
    for (const trade of batch.closedTrades) run.saveTrade(trade);
    if (batch.openTrade !== null) run.saveTrade(batch.openTrade);
    for (const { fill, executionId, orderId } of batch.fills) {
      run.saveFill(fill, {
        setup: setupOf(batch, fill.tradeId),
        ...(executionId === null ? {} : { executionId }),
        ...(orderId === null ? {} : { orderId }),
      });
    }
    for (const { payment, executionId } of batch.funding) run.saveFunding(payment, executionId ?? undefined);
    for (const update of batch.orderUpdates) run.updateOrder(update);
    for (const change of batch.modeChanges) run.saveModeChange(change);
    return fresh;
  });
}

function setupOf({ closedTrades, openTrade }: OutputBatch, tradeId: number): string {
  const trade = [...closedTrades, openTrade].find((candidate) => candidate?.tradeId === tradeId);
  return trade?.setup ?? '';
}
