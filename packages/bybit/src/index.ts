export * from './bybit-feed.ts';
export * from './bybit-frame-decoder.ts';
export * from './bybit-venue.ts';
export * from './read-bybit-facts.ts';
export * from './sdk-transport.ts';
export * from './sign.ts';
export type * from './transport.ts';
