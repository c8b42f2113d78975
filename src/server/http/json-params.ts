import { isUtf8 } from 'node:buffer';
import type { GraphQLParams } from 'graphql-yoga';
import { jsonShapeFault } from '../limits/json-shape.ts';
import type { Limits } from '../limits/limits.ts';

/** Parses a body; undefined unless it is a JSON object within the limits. */
export function jsonParams(body: Buffer, limits: Pick<Limits, 'maxValues'>): GraphQLParams | undefined {
  if (!isUtf8(body) || jsonShapeFault(body, limits)) return undefined;
  const params = parseJson(body.toString());
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? params : undefined;
}

/** Parses the parameters in the URL of a GET; undefined if one of them is invalid JSON or exceeds the limits. */
export function urlParams(url: string, limits: Pick<Limits, 'maxValues'>): GraphQLParams | undefined {
  const given = new URL(url, 'http://localhost').searchParams;
  // Of several with one name the first holds, as for Yoga.
  const params: Record<string, unknown> = Object.fromEntries([...given].reverse());
  for (const name of ['variables', 'extensions']) {
    const text = given.get(name);
    if (text === null) continue;
    const value = jsonParams(Buffer.from(text), limits);
    if (value === undefined) return undefined;
    params[name] = value;
  }
  return params as GraphQLParams;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
