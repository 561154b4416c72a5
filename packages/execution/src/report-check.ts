import type { FillReport } from './order-command.ts';
import type { RemoteOrder } from './remote-order.ts';

/** What is wrong with an execution of an order; null when it can be. */
export function badFill(order: RemoteOrder, executionId: string, fill: FillReport): string | null {
  const { lots, priceTicks, fee, timeMs } = fill;
  if (order.executionIds.includes(executionId)) return 'was reported before';
  if (!Number.isSafeInteger(lots) || lots <= 0) return `has a size of ${lots} lots`;
  if (!Number.isSafeInteger(priceTicks) || priceTicks <= 0) return `has a price of ${priceTicks} ticks`;
  if (!Number.isFinite(fee)) return `has a fee of ${fee}`;
  if (!Number.isSafeInteger(timeMs)) return `has the time ${timeMs}`;
  const left = order.mostLots - order.filledLots;
  return lots > left ? `has ${lots} lots, ${left} were left` : null;
}
