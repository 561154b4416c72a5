import type { AuctionTraderError } from '@auction-trader/core';
import type { ForeignEvent, OrderReport, VenueAccount, VenueListener } from '@auction-trader/execution';

/** Keeps what a venue said. */
export class RecordingListener implements VenueListener {
  readonly reports: OrderReport[] = [];
  readonly funding: [id: string, timeMs: number, amount: number][] = [];
  readonly accounts: VenueAccount[] = [];
  readonly foreign: ForeignEvent[] = [];
  readonly readiness: [ready: boolean, reason: string][] = [];
  readonly offsets: number[] = [];
  readonly fatal: AuctionTraderError[] = [];

  /** The kinds of an order's reports, with what tells them apart. */
  story(orderId: number): string[] {
    return this.reports.filter((report) => idOf(report) === orderId).map(inShort);
  }

  get isReady(): boolean {
    return this.readiness.at(-1)?.[0] ?? false;
  }

  onReport(report: OrderReport): void {
    this.reports.push(report);
  }

  onFunding(...funding: [id: string, timeMs: number, amount: number]): void {
    this.funding.push(funding);
  }

  onAccount(account: VenueAccount): void {
    this.accounts.push(account);
  }

  onForeign(event: ForeignEvent): void {
    this.foreign.push(event);
  }

  onReady(ready: boolean, reason: string): void {
    this.readiness.push([ready, reason]);
  }

  onClockOffset(offsetMs: number): void {
    this.offsets.push(offsetMs);
  }

  onFatal(error: AuctionTraderError): void {
    this.fatal.push(error);
  }
}

function idOf(report: OrderReport): number {
  return report.kind === 'fill' ? report.fill.orderId : report.orderId;
}

function inShort(report: OrderReport): string {
  switch (report.kind) {
    case 'fill':
      return `fill ${report.fill.lots}`;
    case 'cancelled':
      return `cancelled ${report.leftLots}`;
    case 'rejected':
    case 'amend-refused':
      return `${report.kind} ${report.why}`;
    default:
      return report.kind;
  }
}
