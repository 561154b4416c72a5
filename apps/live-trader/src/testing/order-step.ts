import { parseOrderLinkId } from '@auction-trader/execution';

/** What a request does to which leg, e.g. `create STOP`; null for a request about no order of ours. */
export function orderStep(path: string, params: Readonly<Record<string, unknown>>): string | null {
  const [, verb] = /^\/v5\/order\/(create|amend|cancel)$/.exec(path) ?? [];
  const link = parseOrderLinkId(String(params['orderLinkId']));
  return verb === undefined || link === null ? null : `${verb} ${link.leg}`;
}
