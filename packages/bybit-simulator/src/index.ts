export type { FaultAction, FaultScript } from './faults/fault-rule.ts';
export type { Connection, Peer, UpgradeDecision } from './server/connection.ts';
export type { RestOutcome, RestReply, RestRequest } from './server/rest-message.ts';
export type { ClientSocket, SocketListener, VenueNetwork } from './server/venue-network.ts';
export type {
  PrivatePush,
  PublicFrame,
  VenueListener,
  VenuePort,
  VenueReply,
} from './server/venue-port.ts';
