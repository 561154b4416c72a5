import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireConfirmation } from '../confirmation.ts';
import { TRADING_MODES } from '../trading-mode.ts';
import type { OperatorRequest, TraderView } from './trader-view.ts';

const nothing = z.strictObject({}).nullish();
const confirm = z.string().max(100).nullish();
const activation = z.strictObject({ confirm }).nullish();
const modeChange = z.strictObject({ mode: z.enum(TRADING_MODES), confirm });

/** Adds the endpoints through which the operator acts. */
export function addControlRoutes(server: FastifyInstance, view: TraderView): void {
  const route = (path: string, requestOf: (body: unknown) => OperatorRequest) =>
    server.post(`/api/${path}`, async (request) => {
      const operator = requestOf(request.body);
      const { mode, symbol } = view.state();
      if (operator.kind === 'activate') requireConfirmation(mode, symbol, operator.confirm);
      if (operator.kind === 'mode') requireConfirmation(operator.mode, symbol, operator.confirm);
      await view.operator(operator, `api ${request.ip}`);
      const now = view.state();
      return { ok: true, mode: now.mode, activation: now.activation };
    });

  route('activate', (body) => ({ kind: 'activate', confirm: activation.parse(body)?.confirm ?? null }));
  route('mode', (body) => {
    const change = modeChange.parse(body);
    return { kind: 'mode', mode: change.mode, confirm: change.confirm ?? null };
  });
  for (const [path, kind] of [
    ['deactivate', 'deactivate'],
    ['flatten', 'flatten'],
    ['halt/resolve', 'resolve'],
  ] as const) {
    route(path, (body) => {
      nothing.parse(body);
      return { kind };
    });
  }
}
