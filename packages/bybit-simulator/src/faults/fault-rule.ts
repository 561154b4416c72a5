import { z } from 'zod';

/** Names with `*` for any run of characters, e.g. `publicTrade.*` or `POST /v5/order/*`. */
const pattern = z.string().min(1);
const milliseconds = z.number().int().min(0);
const jsonPath = z.string().min(1);

const conditions = {
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

const restCause = z.strictObject({
  ...conditions,
  /** Method and path, e.g. `POST /v5/order/create`. */
  rest: pattern,
});
const operationCause = z.strictObject({
  ...conditions,
  /** `op` of a frame from the client, e.g. `auth`, `subscribe`, `order.create`. */
  operation: pattern,
  /** Path of the connection, e.g. `/v5/private`. */
  path: pattern.optional(),
});
const frameCause = z.strictObject({
  ...conditions,
  /** Topic of a frame to the client, e.g. `order`; answers are called `op:auth`, `op:subscribe`, `op:ping`, `op:order.create`. */
  frame: pattern,
  path: pattern.optional(),
});
const upgradeCause = z.strictObject({
  ...conditions,
  /** Path of a WebSocket to be opened, e.g. `/v5/private`. */
  upgrade: pattern,
});
const timeCause = z.strictObject({
  name: z.string().optional(),
  /** Once, at this time after the script was loaded, ms. */
  atMs: milliseconds,
  /** Again and again at this distance, ms. */
  everyMs: z.number().int().min(1).optional(),
  /** How many times; without end when left out and `everyMs` is given. */
  count: z.number().int().min(1).optional(),
});

const sockets = {
  /** Only connections of this path. */
  path: pattern.optional(),
  /** Only connections of this account. */
  account: z.string().optional(),
};
const edits = {
  /** Values by path, e.g. `data.*.p`; `*` is every element. */
  set: z.record(jsonPath, z.json()).default({}),
  /** Paths of what is left out. */
  remove: z.array(jsonPath).default([]),
};
/** Whether the venue acts on a request before it answers wrongly. */
const accept = z.boolean().default(false);

/** What may happen to a request (REST, or an operation of a WebSocket). */
const requestEffects = [
  z.strictObject({ kind: z.literal('destroy') }).describe('not received; the connection breaks'),
  z.strictObject({ kind: z.literal('hang') }).describe('not received; no answer ever comes'),
  z
    .strictObject({ kind: z.literal('lose-reply'), by: z.enum(['destroy', 'hang']).default('hang') })
    .describe('carried out, but the answer is lost'),
  z
    .strictObject({ kind: z.literal('late'), ms: milliseconds })
    .describe('carried out and answered only later'),
  z
    .strictObject({
      kind: z.literal('status'),
      status: z.number().int().min(200).max(599),
      body: z.string().default(''),
      headers: z.record(z.string(), z.string()).default({}),
      accept,
    })
    .describe('answered with an HTTP status and body'),
  z
    .strictObject({ kind: z.literal('html'), status: z.number().int().default(200), accept })
    .describe('answered with a page of HTML'),
  z
    .strictObject({
      kind: z.literal('code'),
      retCode: z.number().int(),
      retMsg: z.string().optional(),
      accept,
    })
    .describe('answered with a retCode'),
] as const;

/** What may happen to an answer or to a frame. */
const messageEffects = [
  z
    .strictObject({ kind: z.literal('delay'), ms: milliseconds })
    .describe('arrives later, and what follows too'),
  z.strictObject({ kind: z.literal('malformed') }).describe('is cut in the middle of its JSON'),
  z.strictObject({ kind: z.literal('edit'), ...edits }).describe('has other fields'),
] as const;

/** What may happen to a frame only. */
const frameEffects = [
  z.strictObject({ kind: z.literal('drop') }).describe('never arrives'),
  z
    .strictObject({ kind: z.literal('duplicate'), times: z.number().int().min(1).default(1) })
    .describe('arrives again'),
  z
    .strictObject({ kind: z.literal('reorder'), after: z.number().int().min(1).default(1) })
    .describe('arrives after the next frames of its connection'),
  z
    .strictObject({ kind: z.literal('shift'), field: z.enum(['seq', 'u', 'time']), by: z.number().int() })
    .describe('has a sequence number, update id or all its times moved'),
  z.strictObject({ kind: z.literal('cross-book') }).describe('has a best bid above its best ask'),
  z.strictObject({ kind: z.literal('off-grid') }).describe('has prices between the ticks'),
  z.strictObject({ kind: z.literal('reset-book') }).describe('comes as a snapshot with u = 1'),
] as const;

const upgradeEffects = [
  z
    .strictObject({
      kind: z.literal('refuse'),
      status: z.number().int().default(503),
      body: z.string().default(''),
    })
    .describe('the WebSocket is answered by HTTP'),
  z.strictObject({ kind: z.literal('hang') }).describe('the WebSocket is neither opened nor refused'),
] as const;

/** What may happen to the venue, at a time or when something else happens. */
const actions = [
  z.strictObject({ kind: z.literal('terminate'), ...sockets }).describe('connections are cut'),
  z
    .strictObject({ kind: z.literal('quiet'), ...sockets, topic: pattern.default('*'), forMs: milliseconds })
    .describe('topics say nothing, while answers still come'),
  z
    .strictObject({ kind: z.literal('freeze'), ...sockets, forMs: milliseconds })
    .describe('connections stay open but neither hear nor say anything'),
  z
    .strictObject({ kind: z.literal('skew'), offsetMs: z.number().int() })
    .describe("the venue's clock is off"),
  z
    .strictObject({ kind: z.literal('slow'), ms: milliseconds, forMs: milliseconds.optional() })
    .describe('every answer and frame takes longer'),
  z.strictObject({ kind: z.literal('ban'), forMs: milliseconds }).describe('every request gets HTTP 403'),
  z
    .strictObject({
      kind: z.literal('restart'),
      downMs: milliseconds.default(0),
      wipeHistory: z.boolean().default(true),
    })
    .describe('the venue goes away, comes back, and has forgotten its closed orders'),
] as const;

/** What may happen inside the venue. */
const venueEvents = [
  z
    .strictObject({
      kind: z.literal('liquidate'),
      account: z.string(),
      symbol: z.string(),
      adl: z.boolean().default(false),
    })
    .describe('the position is taken over by the venue'),
  z
    .strictObject({
      kind: z.literal('position'),
      account: z.string(),
      symbol: z.string(),
      /** What is bought (positive) or sold by hand at the market, as a decimal. */
      qty: z.string().regex(/^-?\d+(\.\d+)?$/),
    })
    .describe('somebody trades on the account by hand'),
  z
    .strictObject({
      kind: z.literal('next-order'),
      account: z.string(),
      /** Fields of the order to be hit. */
      match: conditions.match,
      /** Turned down after it was acknowledged, with this rejectReason. */
      reject: z.string().optional(),
      /** Only this share fills before the rest is cancelled. */
      fillShare: z.number().min(0).max(1).optional(),
      /** Ticks that a market order may slip before the rest is cancelled. */
      slippageTicks: z.number().int().min(0).optional(),
    })
    .describe('the next order that matches fares badly'),
] as const;

const requestEffect = z.discriminatedUnion('kind', [
  ...requestEffects,
  ...messageEffects,
  ...actions,
  ...venueEvents,
]);
const frameEffect = z.discriminatedUnion('kind', [
  ...frameEffects,
  ...messageEffects,
  ...actions,
  ...venueEvents,
]);
const upgradeEffect = z.discriminatedUnion('kind', [...upgradeEffects, ...actions, ...venueEvents]);

/** An action by itself, as the control endpoint takes it. */
export const actionSchema = z.discriminatedUnion('kind', [...actions, ...venueEvents]);

/** Kinds of effects that happen to the venue rather than to what passes by. */
export const ACTION_KINDS: ReadonlySet<string> = new Set(
  actionSchema.options.map((option) => option.shape.kind.value),
);

/** A script of faults: which of the things that pass by are hit, and how. */
export const faultScriptSchema = z.strictObject({
  /** Decides what `probability` leaves to chance. */
  seed: z.number().int().min(0).default(0),
  rules: z.array(
    z.union([
      z.strictObject({ when: restCause, what: requestEffect }),
      z.strictObject({ when: operationCause, what: requestEffect }),
      z.strictObject({ when: frameCause, what: frameEffect }),
      z.strictObject({ when: upgradeCause, what: upgradeEffect }),
      z.strictObject({ when: timeCause, what: actionSchema }),
    ]),
  ),
});

/** A script of faults as it is written in JSON: what has a default may be left out. */
export type FaultScript = z.input<typeof faultScriptSchema>;
/** Something that happens to the venue or inside it. */
export type FaultAction = z.output<typeof actionSchema>;
/** Something that happens inside the venue. */
export type VenueEvent = Extract<FaultAction, { kind: 'liquidate' | 'position' | 'next-order' }>;
export type RequestEffect = z.output<typeof requestEffect>;
export type FrameEffect = z.output<typeof frameEffect>;
export type UpgradeEffect = z.output<typeof upgradeEffect>;
export type FaultRule = z.output<typeof faultScriptSchema>['rules'][number];
