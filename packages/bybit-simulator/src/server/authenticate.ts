import type { ProtocolContext } from './protocol-context.ts';
import { scalarText } from './scalar-text.ts';
import { isSigned } from './signature.ts';
import type { SimulatedAccount } from './simulated-account.ts';

/** The account that an `auth` speaks for, or the retCode of its refusal. */
export function authenticate(context: ProtocolContext, args: readonly unknown[]): SimulatedAccount | number {
  const [key, expires, sign] = args;
  if (typeof key !== 'string' || typeof sign !== 'string') return 10001;
  const expiresText = scalarText(expires);
  if (!/^\d+$/.test(expiresText)) return 10001;
  const account = context.accountsByKey.get(key);
  if (!account) return 10003;
  // One of the clocks that count may still be before the end.
  if (!context.clientTimesMs().some((nowMs) => Number(expiresText) > nowMs)) return 10002;
  return isSigned(account.secret, sign, [`GET/realtime${expiresText}`]) ? account : 10004;
}
