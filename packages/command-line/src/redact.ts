/** Stands where a secret was. */
export const HIDDEN = '(hidden)';

/** Environment variables whose values are secrets. */
export const SECRET_VARIABLES = [
  'BYBIT_API_KEY',
  'BYBIT_API_SECRET',
  'ALERT_WEBHOOK_URL',
  'DASHBOARD_TOKEN',
] as const;

/** Shorter ones would hide half of all words. */
const SHORTEST = 4;

/** Fields that hold a secret wherever they stand, in lower case without `-` and `_`. */
const SECRET_FIELDS = new Set([
  'secret',
  'apikey',
  'apisecret',
  'xbapisign',
  'xbapiapikey',
  'authorization',
  'token',
  'webhookurl',
]);

/** `secret: abc`, `"api_key":"abc"`, `X-BAPI-SIGN=abc` inside a text. */
const SECRET_IN_TEXT =
  /\b((?:api[-_]?)?secret|api[-_]?key|x-bapi-sign|x-bapi-api-key|authorization)(\\?["']?\s*[:=]\s*\\?["']?)(?:bearer\s+)?[^\s"'\\,;&}\])]+/gi;

/** Removes secrets from what leaves the program. */
export interface Redactor {
  /** A text without known secrets, and without what stands beside the name of one. */
  text(text: string): string;
  /** A copy of plain data: secret fields are hidden at any depth, texts as by {@link Redactor.text}. */
  data(value: unknown): unknown;
}

/**
 * @param secrets values that must never be seen; empty and very short ones are left out. Those that
 * also occur escaped in JSON or encoded in an address are hidden there too.
 */
export function createRedactor(secrets: readonly (string | null | undefined)[]): Redactor {
  const known = secrets.filter((secret) => secret !== null && secret !== undefined);
  const forms = [...new Set(known.flatMap(formsOf))]
    .filter((form) => form.length >= SHORTEST)
    // A secret inside a longer one must not leave the rest of that behind.
    .sort((left, right) => right.length - left.length);
  const text = (original: string) =>
    forms
      .reduce((now, form) => now.replaceAll(form, HIDDEN), original)
      .replace(SECRET_IN_TEXT, (_, name: string, between: string) => `${name}${between}${HIDDEN}`);
  const data = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(data);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, inner]) => [name, isSecret(name, inner) ? HIDDEN : data(inner)]),
    );
  };
  return { text, data };
}

/** The secrets of the environment. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  return SECRET_VARIABLES.flatMap((name) => (env[name] ? [env[name]] : []));
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, encodeURIComponent(secret)];
}

function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  return SECRET_FIELDS.has(name.toLowerCase().replace(/[-_]/g, ''));
}
