export type { FaultAction, FaultScript, VenueEvent } from './faults/fault-rule.ts';
export { parseFaultScript } from './faults/parse-fault-script.ts';
export type { Call, CallLog } from './server/call-log.ts';
export type { Connection, Peer, UpgradeDecision } from './server/connection.ts';
export { type InProcessNetworkOptions, inProcessNetwork } from './server/in-process-network.ts';
export { DEFAULT_RATE_LIMITS, type RateLimits } from './server/rate-limits.ts';
export type { RestOutcome, RestReply, RestRequest } from './server/rest-message.ts';
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
