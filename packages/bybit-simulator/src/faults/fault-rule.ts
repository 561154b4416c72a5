import { z } from 'zod';
import { frameCause, operationCause, restCause, timeCause, upgradeCause } from './causes.ts';
import { actionSchema, frameEffect, requestEffect, upgradeEffect } from './effects.ts';

/** Rules by the field of `when` that tells them apart. */
export const ruleSchemas = {
  rest: z.strictObject({ when: restCause, what: requestEffect }),
  operation: z.strictObject({ when: operationCause, what: requestEffect }),
  frame: z.strictObject({ when: frameCause, what: frameEffect }),
  upgrade: z.strictObject({ when: upgradeCause, what: upgradeEffect }),
  atMs: z.strictObject({ when: timeCause, what: actionSchema }),
};

type RuleSchema = (typeof ruleSchemas)[keyof typeof ruleSchemas];

/** A rule with everything filled in. */
export type FaultRule = z.output<RuleSchema>;

/** A script of faults as it is written in JSON: which of the things that pass by are hit, and how. */
export interface FaultScript {
  /** Decides what `probability` leaves to chance. Default 0. */
  readonly seed?: number;
  readonly rules: readonly z.input<RuleSchema>[];
}

/** Something that happens to the venue or inside it. */
export type FaultAction = z.output<typeof actionSchema>;
/** Something that happens inside the venue. */
export type VenueEvent = Extract<FaultAction, { kind: 'liquidate' | 'position' | 'next-order' }>;
/** What happens to a request. */
export type RequestEffect = z.output<typeof requestEffect>;
/** What happens to a frame. */
export type FrameEffect = z.output<typeof frameEffect>;
/** What happens to a WebSocket that is to be opened. */
export type UpgradeEffect = z.output<typeof upgradeEffect>;
