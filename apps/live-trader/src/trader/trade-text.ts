import { signedMoneyText } from '@auction-trader/command-line';
import type { InstrumentFacts } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';

/** A fill for people: `bought 12.5 at 80.23 (ENTRY, maker), fee 0.20`. */
export function fillText(fill: FillRecord, facts: InstrumentFacts): string {
  const { side, lots, priceTicks, leg, liquidity, fee, grossPnl } = fill;
  const result = leg === 'ENTRY' ? '' : `, gross ${signedMoneyText(grossPnl)}`;
  const paid = fee < 0 ? `rebate ${(-fee).toFixed(2)}` : `fee ${fee.toFixed(2)}`;
  return `${side > 0 ? 'bought' : 'sold'} ${sizeText(lots, facts)} at ${priceText(priceTicks, facts)} (${leg}, ${liquidity}), ${paid}${result}`;
}

/** A closed trade for people, its result after costs. */
export function tradeText(trade: TradeRecord, facts: InstrumentFacts): string {
  const { side, setup, exitReason, lots, entryTicks, exitTicks, openMs, closeMs } = trade;
  const { netPnl, grossPnl, fees, funding } = trade;
  const minutes = Math.round((closeMs - openMs) / 60_000);
  const way = `${sizeText(lots, facts)} from ${priceText(entryTicks, facts)} to ${priceText(exitTicks, facts)}`;
  const parts = `gross ${signedMoneyText(grossPnl)}, fees ${signedMoneyText(-fees)}, funding ${signedMoneyText(-funding)}`;
  return `closed ${side > 0 ? 'LONG' : 'SHORT'} ${setup} by ${exitReason}: ${way} in ${minutes} min, net ${signedMoneyText(netPnl)} (${parts})`;
}

/** With the tick's decimals; an average between ticks with two more. */
function priceText(ticks: number, { tickSize }: InstrumentFacts): string {
  return (ticks * Number(tickSize)).toFixed(decimalsOf(tickSize) + (Number.isInteger(ticks) ? 0 : 2));
}

function sizeText(lots: number, { lotSize }: InstrumentFacts): string {
  return (lots * Number(lotSize)).toFixed(decimalsOf(lotSize));
}

function decimalsOf(step: string | number): number {
  return Math.max(0, Math.ceil(-Math.log10(Number(step)) - 1e-9));
}
