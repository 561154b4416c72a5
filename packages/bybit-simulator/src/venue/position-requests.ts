import type { Account } from './account.ts';
import { marginState } from './margin.ts';
import { checkLinear } from './order-requests.ts';
import { integerParam, type Params, textParam } from './params.ts';
import { refuse } from './refusal.ts';
import { marketOf, type VenueState } from './venue-state.ts';

type Result = Readonly<Record<string, unknown>>;

/** `POST /v5/position/set-leverage` */
export function setLeverage(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const market = marketOf(state, textParam(params, 'symbol'));
  const buy = readHundredths(params, 'buyLeverage');
  if (buy !== readHundredths(params, 'sellLeverage')) refuse(10001, 'buyLeverage must equal sellLeverage');
  if (buy < 100 || buy > market.facts.maxLeverageHundredths) refuse(10001, 'leverage is out of range');
  const position = account.position(market);
  const before = position.leverageHundredths;
  if (buy === before) refuse(110043, 'leverage not modified');
  position.leverageHundredths = buy;
  if (buy < before && marginState(account).free < 0n) {
    position.leverageHundredths = before;
    refuse(110044, 'available margin is insufficient');
  }
  state.settingsChanged(account, market);
  return {};
}

function readHundredths(params: Params, name: string): number {
  const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(textParam(params, name));
  if (!match) return refuse(10001, `${name} is invalid`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** `POST /v5/position/switch-mode`. Only one-way positions are simulated. */
export function switchMode(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const mode = integerParam(params, 'mode');
  if (mode === 0) return refuse(110025, 'Position mode is not modified');
  if (mode !== 3) return refuse(10001, 'mode is invalid');
  const symbol = textParam(params, 'symbol');
  const isMeant = (name: string) => symbol === '' || symbol === name;
  if (symbol !== '') marketOf(state, symbol);
  for (const { lots, market } of account.positions)
    if (lots !== 0 && isMeant(market.facts.symbol)) refuse(110024, 'there is an open position');
  for (const { market } of account.orders.values())
    if (isMeant(market.facts.symbol)) refuse(110028, 'there are open orders');
  return refuse(10001, 'hedge mode is not simulated');
}

/** `POST /v5/position/set-risk-limit` */
export function setRiskLimit(state: VenueState, params: Params): Result {
  checkLinear(params);
  marketOf(state, textParam(params, 'symbol'));
  return { category: 'linear', riskId: integerParam(params, 'riskId') ?? 1, riskLimitValue: '2000000' };
}
