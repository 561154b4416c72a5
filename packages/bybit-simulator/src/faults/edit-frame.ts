import { type JsonObject, removePath, setPath } from './edit-json.ts';
import type { FrameEffect, RequestEffect } from './fault-rule.ts';

type Effect = FrameEffect | RequestEffect;
type Level = [price: string, size: string];

const TIME_FIELDS = new Set([
  'nextFundingTime',
  'fundingRateTimestamp',
  'ts',
  'cts',
  'T',
  'creationTime',
  'createdTime',
  'updatedTime',
  'execTime',
  'time',
]);

/** The text after everything that changes what it says; the same text when nothing does. */
export function editText(text: string, effects: readonly Effect[]): string {
  let edited = text;
  for (const effect of effects) {
    if (effect.kind === 'malformed') edited = edited.slice(0, Math.ceil(edited.length / 2));
    else edited = editedBy(edited, effect);
  }
  return edited;
}

function editedBy(text: string, effect: Effect): string {
  const edit = editOf(effect);
  if (!edit) return text;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    // An earlier effect has cut it.
    return text;
  }
  edit(message as JsonObject);
  return JSON.stringify(message);
}

function editOf(effect: Effect): ((message: JsonObject) => void) | null {
  switch (effect.kind) {
    case 'edit':
      return (message) => {
        for (const path of effect.remove) removePath(message, path);
        for (const [path, value] of Object.entries(effect.set)) setPath(message, path, value);
      };
    case 'shift':
      return (message) => shift(message, effect.field, effect.by);
    case 'cross-book':
      return crossBook;
    case 'off-grid':
      return (message) => moveOffGrid(message);
    case 'reset-book':
      return (message) => {
        message['type'] = 'snapshot';
        setPath(message, 'data.u', 1);
      };
    default:
      return null;
  }
}

/** A frame or an answer with all its times moved; the same text for 0. */
export function shiftTimes(text: string, byMs: number): string {
  if (byMs === 0) return text;
  const message: unknown = JSON.parse(text);
  shift(message, 'time', byMs);
  return JSON.stringify(message);
}

/** Moves a number, or every time, wherever it stands in the message. Times that are texts stay texts. */
function shift(value: unknown, field: 'seq' | 'u' | 'time', by: number): void {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as JsonObject;
  for (const [name, inner] of Object.entries(holder)) {
    const wanted = field === 'time' ? TIME_FIELDS.has(name) : name === field;
    if (wanted && typeof inner === 'number') holder[name] = inner + by;
    else if (wanted && typeof inner === 'string' && /^\d+$/.test(inner))
      holder[name] = String(Number(inner) + by);
    else shift(inner, field, by);
  }
}

/** Exchanges the prices of bids and asks, level by level. */
function crossBook(message: JsonObject): void {
  const book = message['data'] as { b?: Level[]; a?: Level[] } | undefined;
  if (!Array.isArray(book?.b) || !Array.isArray(book.a)) return;
  const { b, a } = book;
  book.b = a;
  book.a = b;
}

const PRICE_FIELDS = new Set(['p', 'price', 'bid1Price', 'ask1Price', 'execPrice']);

/** Puts one more digit behind every price: no tick is that fine. */
function moveOffGrid(value: unknown, name = ''): void {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as JsonObject;
  const isLevel = (name === 'b' || name === 'a') && Array.isArray(value);
  for (const [key, inner] of Object.entries(holder)) {
    if (isLevel && Array.isArray(inner)) inner[0] = offGrid(inner[0]);
    else if (PRICE_FIELDS.has(key) && typeof inner === 'string') holder[key] = offGrid(inner);
    else moveOffGrid(inner, key);
  }
}

function offGrid(price: unknown): string {
  const text = String(price);
  return text.includes('.') ? `${text}0000037` : `${text}.0000037`;
}
