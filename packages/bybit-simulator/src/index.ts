export type { FaultAction, FaultScript, VenueEvent } from './faults/fault-rule.ts';
export { parseFaultScript } from './faults/parse-fault-script.ts';
export type { MarketEvents, MarketSource } from './market/market-source.ts';
export { type RandomMarketOptions, randomMarket } from './market/random-market.ts';
export { replayRecording } from './market/replay-recording.ts';
export { type ReplayOptions, replayTicks } from './market/replay-ticks.ts';
export type { MarketOrigin } from './program/open-market.ts';
export { type RunningSimulator, type SimulatorOptions, startSimulator } from './program/start-simulator.ts';
export type { Call, CallLog } from './server/call-log.ts';
export type { Connection, Peer, UpgradeDecision } from './server/connection.ts';
export { type InProcessNetworkOptions, inProcessNetwork } from './server/in-process-network.ts';
export { DEFAULT_RATE_LIMITS, type RateLimits } from './server/rate-limits.ts';
export type { RestOutcome, RestReply, RestRequest } from './server/rest-message.ts';
export { type ClockScale, ScaledClock } from './server/scaled-clock.ts';
export { signature } from './server/signature.ts';
export { defaultAccounts, type SimulatedAccount } from './server/simulated-account.ts';
export { type RunningServer, type ServerOptions, startServer } from './server/start-server.ts';
export { VenueClock } from './server/venue-clock.ts';
export type { ClientSocket, SocketListener, VenueNetwork } from './server/venue-network.ts';
export type {
  PrivatePush,
  PublicFrame,
  VenueListener,
  VenuePort,
  VenueReply,
} from './server/venue-port.ts';
export { VenueProtocol, type VenueProtocolOptions } from './server/venue-protocol.ts';
export { SimulatedVenue, type SimulatedVenueOptions, type VenueMarket } from './venue/simulated-venue.ts';
export { type LinearSymbolOptions, linearSymbol, type SymbolFacts } from './venue/symbol-facts.ts';
