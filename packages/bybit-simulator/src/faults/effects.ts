import { z } from 'zod';
import { conditions, milliseconds, pattern } from './causes.ts';

const jsonPath = z.string().min(1);
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

/** What a rule for requests may do. */
export const requestEffect = z.discriminatedUnion('kind', [
  ...requestEffects,
  ...messageEffects,
  ...actions,
  ...venueEvents,
]);
/** What a rule for frames may do. */
export const frameEffect = z.discriminatedUnion('kind', [
  ...frameEffects,
  ...messageEffects,
  ...actions,
  ...venueEvents,
]);
/** What a rule for upgrades may do. */
export const upgradeEffect = z.discriminatedUnion('kind', [...upgradeEffects, ...actions, ...venueEvents]);

/** An action by itself, as the control endpoint takes it. */
export const actionSchema = z.discriminatedUnion('kind', [...actions, ...venueEvents]);

/** Kinds of effects that happen to the venue rather than to what passes by. */
export const ACTION_KINDS: ReadonlySet<string> = new Set(
  actionSchema.options.map((option) => option.shape.kind.value),
);
