import { fileURLToPath } from 'node:url';
import {
  defaultAccounts,
  linearSymbol,
  type RestOutcome,
  type RestRequest,
  type RunningServer,
  ScaledClock,
  type SimulatedAccount,
  SimulatedVenue,
  startServer,
  VenueClock,
  VenueProtocol,
} from '@auction-trader/bybit-simulator';
import { systemClock } from '@auction-trader/command-line';
import { parseOrderLinkId } from '@auction-trader/execution';
import { orderStep } from './order-step.ts';
import { SteadyMarket } from './steady-market.ts';

/** The command line with the real trader and a strategy that trades all the time. */
export const KILL_MAIN = fileURLToPath(new URL('./kill-main.ts', import.meta.url));

const SYMBOL = 'BTCUSDT';
const START_TICKS = 500_000;
const LOTS_A_COIN = 1_000;

type Row = Readonly<Record<string, unknown>>;

/** What happens to the process that sent a request, and to the request. */
type Fate =
  /** The request is lost on its way. */
  | 'lost'
  /** It arrives after the process has died. */
  | 'late'
  /** It is carried out; the reply never leaves. */
  | 'unanswered'
  /** It is carried out and answered. */
  | 'answered';

/** What is waited for: a request of a step (`create STOP`) with the fate of its sender, or a leg's fill. */
export type KillPoint = { readonly fate: Fate; readonly step: string } | { readonly filled: string };

/** A fill as the venue told it. */
export interface WorldExecution {
  readonly id: string;
  readonly linkId: string;
  /** Bought less sold. */
  readonly lots: number;
  readonly price: number;
  readonly fee: number;
}

/** What the venue holds. */
export interface Holdings {
  readonly lots: number;
  readonly entryPrice: number;
  /** Link ids of the stops that may only reduce, and cover all of it. */
  readonly covering: readonly string[];
  /** Link ids of all orders at work. */
  readonly orders: readonly string[];
}

/** The protocol, with an eye on what is sent. */
class WatchedProtocol extends VenueProtocol {
  onRequest: (request: RestRequest, pass: (deliver: boolean) => void) => void = (_request, pass) =>
    pass(true);

  override handleRest(request: RestRequest, done: (outcome: RestOutcome) => void): void {
    this.onRequest(request, (deliver) => super.handleRest(request, deliver ? done : () => {}));
  }
}

/** A venue on a loopback port whose time runs fast, at which processes trade that are killed. */
export class KillWorld {
  readonly clock: ScaledClock;
  readonly market: SteadyMarket;
  readonly protocol: WatchedProtocol;
  readonly venue: SimulatedVenue;
  readonly account: SimulatedAccount;
  /** Every link id that an order was asked for with. */
  readonly asked = new Set<string>();
  /** Told of the headers of every REST call. */
  onHeaders: (headers: RestRequest['headers']) => void = () => {};
  readonly executions = new Map<string, WorldExecution>();
  /** Ids that the venue gave to the orders of a link id. */
  readonly #venueIds = new Map<string, Set<string>>();
  #server: RunningServer | null = null;
  #point: KillPoint | null = null;
  #kill: () => Promise<unknown> = async () => {};
  #reached: () => void = () => {};

  /** @param speed seconds of the venue in one of the machine */
  constructor(speed: number, account: SimulatedAccount = defaultAccounts(1)[0]!) {
    this.account = account;
    const nowMs = systemClock.nowMs();
    // Half a minute before a minute closes.
    const startMs = nowMs - (nowMs % 60_000) + 30_000;
    const scale = { originMs: nowMs, startMs, speed };
    this.clock = new ScaledClock(systemClock, scale);
    this.market = new SteadyMarket(startMs, START_TICKS);
    const clock = new VenueClock(this.clock, scale);
    const facts = linearSymbol({ symbol: SYMBOL, tickSize: '0.10', lotSize: '0.001' });
    this.venue = new SimulatedVenue({
      clock,
      markets: [{ facts, source: this.market }],
      accounts: [{ name: this.account.name, deposit: '1000000' }],
    });
    const { venue } = this;
    this.protocol = new WatchedProtocol({ venue, clock, accounts: [account], alsoSignedBy: systemClock });
    this.protocol.onRequest = (request, pass) => this.#take(request, pass);
    venue.listen({ onPublic: () => {}, onPrivate: ({ topic, data }) => this.#hear(topic, data) });
  }

  async open(): Promise<void> {
    this.venue.start();
    this.#server = await startServer({ protocol: this.protocol });
  }

  async close(): Promise<void> {
    this.venue.stop();
    await this.#server?.close();
  }

  /** What a trader's process needs to know of this venue. */
  get environment(): Record<string, string> {
    return {
      BYBIT_BASE_URL: this.#server?.url ?? '',
      BYBIT_API_KEY: this.account.key,
      BYBIT_API_SECRET: this.account.secret,
    };
  }

  /**
   * Lets a process die at a point.
   *
   * @param kill resolves when it is dead
   * @returns resolves once the point was reached and the process is dead
   */
  await(point: KillPoint, kill: () => Promise<unknown>): Promise<void> {
    this.#point = point;
    this.#kill = kill;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** No point is waited for any more. */
  calm(): void {
    this.#point = null;
  }

  /** Moves the best bid. */
  moveTo(bidTicks: number): void {
    this.market.bidTicks = bidTicks;
  }

  holdings(): Holdings {
    const [position] = this.#rows('/v5/position/list', {});
    const orders = this.#rows('/v5/order/realtime', { openOnly: '0' });
    const lots = signed(position, 'size');
    const covering = orders.filter(
      (row) =>
        row['stopOrderType'] === 'Stop' &&
        row['orderStatus'] === 'Untriggered' &&
        row['reduceOnly'] === true &&
        signed(row, 'leavesQty') * lots < 0 &&
        Math.abs(signed(row, 'leavesQty')) >= Math.abs(lots),
    );
    const names = (rows: readonly Row[]) => rows.map((row) => String(row['orderLinkId']));
    const entryPrice = Number(position?.['avgPrice'] ?? 0);
    return { lots, entryPrice, covering: names(covering), orders: names(orders) };
  }

  /** Link ids under which the venue took more than one order, and entries of one intent. */
  get doubled(): string[] {
    const twice = [...this.#venueIds].filter(([, ids]) => ids.size > 1).map(([linkId]) => linkId);
    const intents = [...this.#venueIds.keys()].flatMap((linkId) => {
      const link = parseOrderLinkId(linkId);
      return link?.leg === 'ENTRY' ? [`entry of ${link.minuteMs}, attempt ${link.attempt}`] : [];
    });
    return [...twice, ...intents.filter((intent, at) => intents.indexOf(intent) !== at)];
  }

  #take(request: RestRequest, pass: (deliver: boolean) => void): void {
    this.onHeaders(request.headers);
    const params = request.method === 'POST' ? (JSON.parse(request.body || '{}') as Row) : {};
    const step = orderStep(request.path, params);
    if (step?.startsWith('create')) this.asked.add(String(params['orderLinkId']));
    const point = this.#point;
    if (step === null || point === null || !('fate' in point) || point.step !== step) {
      pass(true);
      return;
    }
    this.calm();
    const { fate } = point;
    if (fate === 'unanswered' || fate === 'answered') pass(fate === 'answered');
    void this.#kill().then(() => {
      if (fate === 'late') pass(false);
      this.#reached();
    });
  }

  #hear(topic: string, data: readonly Row[]): void {
    for (const row of data) {
      const linkId = String(row['orderLinkId']);
      const leg = parseOrderLinkId(linkId)?.leg;
      if (leg === undefined) continue;
      if (topic === 'order') {
        const ids = this.#venueIds.get(linkId) ?? new Set();
        this.#venueIds.set(linkId, ids.add(String(row['orderId'])));
      }
      if (topic === 'execution') this.#execute(row, linkId, leg);
    }
  }

  #execute(row: Row, linkId: string, leg: string): void {
    const id = String(row['execId']);
    const [price, fee] = [Number(row['execPrice']), Number(row['execFee'])];
    this.executions.set(id, { id, linkId, lots: signed(row, 'execQty'), price, fee });
    const point = this.#point;
    if (point === null || !('filled' in point) || point.filled !== leg) return;
    this.calm();
    void this.#kill().then(() => this.#reached());
  }

  #rows(path: string, params: Record<string, string>): Row[] {
    const all = { category: 'linear', symbol: SYMBOL, ...params };
    const { retCode, retMsg, result } = this.venue.request(this.account.name, 'GET', path, all);
    if (retCode !== 0) throw new Error(`${path}: ${retCode} ${retMsg}`);
    return result['list'] as Row[];
  }
}

function signed(row: Row | undefined, field: string): number {
  const side = row?.['side'] === 'Buy' ? 1 : row?.['side'] === 'Sell' ? -1 : 0;
  return side * Math.round(Number(row?.[field] ?? 0) * LOTS_A_COIN);
}
