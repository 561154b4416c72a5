import type { OrderCommand, PlaceOrder } from '@auction-trader/execution';
import { toExactJson } from '../exact-json.ts';
import { insert, insertOnce } from './insert-once.ts';
import type { CommandRow } from './journal-rows.ts';
import { price, quantity, type RunContext, requiredMs } from './run-context.ts';

/**
 * Writes a command, and its order as PENDING.
 *
 * @returns whether it is new
 */
export function writeCommand(run: RunContext, { inputSeq, index, linkId, command }: CommandRow): boolean {
  const { database, facts } = run;
  const key = ['run_id', 'input_seq', 'command_index'];
  const isNew = insertOnce(
    database,
    'commands',
    key,
    {
      run_id: facts.runId,
      input_seq: inputSeq,
      command_index: index,
      symbol: facts.instrument.symbol,
      ts_ms: requiredMs(run.nowMs()),
      kind: command.kind,
      order_number: command.orderId,
      client_order_id: linkId,
      command: toExactJson(command),
    },
    ['ts_ms'],
  );
  if (isNew) writeOrder(run, linkId, command);
  return isNew;
}

function writeOrder(run: RunContext, linkId: string, command: OrderCommand): void {
  if (command.kind === 'place') placeOrder(run, linkId, command);
  else if (command.kind === 'amend') amendOrder(run, command.orderId, command.lots, command.priceTicks);
}

function placeOrder({ database, facts, nowMs }: RunContext, linkId: string, command: PlaceOrder): void {
  const { symbol, tick, lot } = facts.instrument;
  const now = requiredMs(nowMs());
  // An order that is there was placed by another command: two orders for one intent.
  insert(database, 'orders', {
    order_id: `${facts.runId}:${command.orderId}`,
    client_order_id: linkId,
    run_id: facts.runId,
    order_number: command.orderId,
    symbol,
    side: command.side > 0 ? 'BUY' : 'SELL',
    order_type: command.type.toUpperCase(),
    leg: command.leg,
    reduce_only: command.reduceOnly ? 1 : 0,
    price: price(command.priceTicks, tick),
    price_ticks: command.priceTicks,
    qty: quantity(command.lots, lot),
    lots: command.lots,
    status: 'PENDING',
    filled_qty: 0,
    filled_lots: 0,
    avg_price: null,
    created_at: now,
    updated_at: now,
    code: '',
    command: toExactJson(command),
  });
}

function amendOrder(run: RunContext, orderNumber: number, lots: number, priceTicks: number): void {
  const { tick, lot } = run.facts.instrument;
  run.database.run(
    'orders',
    `UPDATE orders SET lots = ?, qty = ?, price_ticks = ?, price = ?, updated_at = ?
     WHERE run_id = ? AND order_number = ?`,
    [
      lots,
      quantity(lots, lot),
      priceTicks,
      price(priceTicks, tick),
      requiredMs(run.nowMs()),
      run.facts.runId,
      orderNumber,
    ],
  );
}
