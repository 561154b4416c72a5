import { AuctionTraderError } from '@auction-trader/core';
import { z } from 'zod';
import { actionSchema } from './effects.ts';
import { type FaultAction, type FaultRule, ruleSchemas } from './fault-rule.ts';

/** A script with everything filled in. */
export interface ParsedFaultScript {
  readonly seed: number;
  readonly rules: readonly FaultRule[];
}

const outerSchema = z.strictObject({
  seed: z.number().int().min(0).default(0),
  rules: z.array(z.strictObject({ when: z.looseObject({}), what: z.unknown() })),
});

type RuleKind = keyof typeof ruleSchemas;
const RULE_KINDS = Object.keys(ruleSchemas) as RuleKind[];

/**
 * Reads a script of faults.
 *
 * @param value as parsed from JSON
 * @throws AuctionTraderError `FAULT_SCRIPT` naming the rules and fields that are wrong
 */
export function parseFaultScript(value: unknown): ParsedFaultScript {
  const { seed, rules } = parse(outerSchema, value, 'the script of faults');
  return {
    seed,
    rules: rules.map((rule, index) => parseRule(rule, `rule ${index + 1} of the script of faults`)),
  };
}

/**
 * Reads one action, e.g. `{"kind": "liquidate", "account": "one", "symbol": "BTCUSDT"}`.
 *
 * @throws AuctionTraderError `FAULT_SCRIPT`
 */
export function parseAction(value: unknown): FaultAction {
  return parse(actionSchema, value, 'the action');
}

function parseRule(rule: { readonly when: object }, what: string): FaultRule {
  const kinds = RULE_KINDS.filter((kind) => kind in rule.when);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw invalid(`${what} must have exactly one of ${RULE_KINDS.join(', ')} in "when"`);
  }
  return parse<FaultRule>(ruleSchemas[kind], rule, what);
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(`${what} is not valid:\n${z.prettifyError(result.error)}`);
}

function invalid(message: string): AuctionTraderError {
  return new AuctionTraderError(message, {
    code: 'FAULT_SCRIPT',
    exitCode: 1,
    hint: 'The README of the bybit-simulator package lists what a rule may say.',
  });
}
