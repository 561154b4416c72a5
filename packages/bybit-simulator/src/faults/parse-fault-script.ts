import { AuctionTraderError } from '@auction-trader/core';
import { z } from 'zod';
import { actionSchema, type FaultAction, faultScriptSchema } from './fault-rule.ts';

/**
 * Reads a script of faults.
 *
 * @param value as parsed from JSON
 * @throws AuctionTraderError `FAULT_SCRIPT` naming the rules and fields that are wrong
 */
export function parseFaultScript(value: unknown): z.output<typeof faultScriptSchema> {
  return parse(faultScriptSchema, value, 'the script of faults');
}

/**
 * Reads one action, e.g. `{"kind": "liquidate", "account": "one", "symbol": "BTCUSDT"}`.
 *
 * @throws AuctionTraderError `FAULT_SCRIPT`
 */
export function parseAction(value: unknown): FaultAction {
  return parse(actionSchema, value, 'the action');
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AuctionTraderError(`${what} is not valid:\n${z.prettifyError(result.error)}`, {
    code: 'FAULT_SCRIPT',
    exitCode: 1,
    hint: 'The README of the bybit-simulator package lists what a rule may say.',
  });
}
