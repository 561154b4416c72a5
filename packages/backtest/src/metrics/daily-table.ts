import { DAY_MS } from '@auction-trader/core';
import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import { type DayMark, dailyReturns } from './daily-returns.ts';
import { money } from './round-money.ts';

/** One UTC day (daily_pnl). Money in quote currency. */
export interface DailyRow {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Price differences realised by the day's fills, less its fees and funding. */
  readonly realized_pnl: number;
  /** Open result at the day's last mark. */
  readonly unrealized_pnl: number;
  /** Trades closed on the day, and those of them with net > 0 and net < 0. */
  readonly trades_count: number;
  readonly win_count: number;
  readonly loss_count: number;
  readonly fees_total: number;
  readonly funding_total: number;
  /** Last mark of the day, and its return on the mark before, a fraction. */
  readonly equity: number;
  readonly return: number;
}

/** What the daily table is made from. */
export interface DailySource {
  readonly initialCapital: number;
  readonly marks: readonly DayMark[];
  /** Closed trades. */
  readonly trades: readonly TradeRecord[];
  /** Fills and funding of all trades, open ones too, in order of time. */
  readonly fills: readonly FillRecord[];
  readonly funding: readonly FundingRecord[];
}

/** What was booked on a day. */
interface Booked {
  gross: number;
  fees: number;
  funding: number;
  /** Net booked at the very instant of 00:00: the mark of the day before already contains it. */
  atMidnight: number;
  trades: number;
  wins: number;
  losses: number;
}

/**
 * One row a UTC day that has a bar. A payment at 00:00 belongs to the new day, though the mark taken at
 * that instant closes the old one.
 */
export function dailyTable(source: DailySource): DailyRow[] {
  const { initialCapital, marks } = source;
  const days = bookDays(source);
  const returns = dailyReturns(initialCapital, marks);
  let realisedSoFar = 0;
  return marks.map(({ dayMs, equity }, day) => {
    const { gross, fees, funding, trades, wins, losses } = days[day]!;
    const realised = gross - fees - funding;
    realisedSoFar += realised;
    const booked = realisedSoFar + (days[day + 1]?.atMidnight ?? 0);
    return {
      date: new Date(dayMs).toISOString().slice(0, 10),
      realized_pnl: money(realised),
      unrealized_pnl: money(equity - initialCapital - booked),
      trades_count: trades,
      win_count: wins,
      loss_count: losses,
      fees_total: money(fees),
      funding_total: money(funding),
      equity: money(equity),
      return: returns[day]!,
    };
  });
}

function bookDays({ marks, trades, fills, funding }: DailySource): Booked[] {
  const days = marks.map(() => ({
    gross: 0,
    fees: 0,
    funding: 0,
    atMidnight: 0,
    trades: 0,
    wins: 0,
    losses: 0,
  }));
  const firstDayMs = marks[0]?.dayMs ?? 0;
  // What happens in the unfinished minute behind the last bar counts to the last day.
  const dayOf = (timeMs: number) =>
    days[Math.min(Math.floor((timeMs - firstDayMs) / DAY_MS), days.length - 1)]!;
  for (const { fillMs, grossPnl, fee } of fills) {
    const day = dayOf(fillMs);
    day.gross += grossPnl;
    day.fees += fee;
    if (fillMs % DAY_MS === 0) day.atMidnight += grossPnl - fee;
  }
  for (const { timeMs, amount } of funding) {
    const day = dayOf(timeMs);
    day.funding += amount;
    if (timeMs % DAY_MS === 0) day.atMidnight -= amount;
  }
  for (const { closeMs, netPnl } of trades) {
    const day = dayOf(closeMs);
    day.trades += 1;
    if (netPnl > 0) day.wins += 1;
    if (netPnl < 0) day.losses += 1;
  }
  return days;
}
