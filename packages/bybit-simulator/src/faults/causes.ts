import { z } from 'zod';

/** Names with `*` for any run of characters, e.g. `publicTrade.*` or `POST /v5/order/*`. */
export const pattern = z.string().min(1);
/** A span of time, ms. */
export const milliseconds = z.number().int().min(0);

/** What narrows every cause but time. */
export const conditions = {
  /** For the log. */
  name: z.string().optional(),
  /** Only for this account. */
  account: z.string().optional(),
  /** Fields of the request, or of one row of the frame, that must have these values. */
  match: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** The first match that counts, 1-based. */
  nth: z.number().int().min(1).default(1),
  /** How many matches are hit; every one when left out. */
  count: z.number().int().min(1).optional(),
  /** Chance of every match, by the script's seed. */
  probability: z.number().min(0).max(1).default(1),
  /** Only from this time after the script was loaded, ms. */
  fromMs: milliseconds.default(0),
  /** Only before this time after the script was loaded, ms. */
  untilMs: milliseconds.optional(),
};

/** A REST call. */
export const restCause = z.strictObject({
  ...conditions,
  /** Method and path, e.g. `POST /v5/order/create`. */
  rest: pattern,
});
/** A frame of a client. */
export const operationCause = z.strictObject({
  ...conditions,
  /** `op` of a frame from the client, e.g. `auth`, `subscribe`, `order.create`. */
  operation: pattern,
  /** Path of the connection, e.g. `/v5/private`. */
  path: pattern.optional(),
});
/** A frame to a client. */
export const frameCause = z.strictObject({
  ...conditions,
  /** Topic of a frame to the client, e.g. `order`; answers are called `op:auth`, `op:subscribe`, `op:ping`, `op:order.create`. */
  frame: pattern,
  path: pattern.optional(),
});
/** A WebSocket that is to be opened. */
export const upgradeCause = z.strictObject({
  ...conditions,
  /** Path of a WebSocket to be opened, e.g. `/v5/private`. */
  upgrade: pattern,
});
/** A time. */
export const timeCause = z.strictObject({
  name: z.string().optional(),
  /** Once, at this time after the script was loaded, ms. */
  atMs: milliseconds,
  /** Again and again at this distance, ms. */
  everyMs: z.number().int().min(1).optional(),
  /** How many times; without end when left out and `everyMs` is given. */
  count: z.number().int().min(1).optional(),
});
