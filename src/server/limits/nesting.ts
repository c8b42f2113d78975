import { Lexer, Source, TokenKind } from 'graphql';
import type { GatewayError } from '../../errors/gateway-error.ts';
import { tooComplex } from './too-complex.ts';

/** Limits of the nesting of a document's text. */
export interface NestingLimits {
  readonly maxDepth: number;
  readonly maxTokens: number;
}

/** Selection sets per level of fields: the field's own, and those of inline fragments, which add no level to the answer. */
const SETS_PER_LEVEL = 4;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R]);

/**
 * Counts the nesting of a document's brackets before it is parsed: graphql-js parses, validates and coerces by recursion, and the depth
 * at which its stack overflows depends on what the process has optimized. Text after a syntax error or after `maxTokens` is not read:
 * the parser rejects it.
 *
 * @returns the error QUERY_TOO_COMPLEX for lists and objects in arguments that nest deeper than `maxDepth`, or selection sets deeper
 *   than four times that; null for any other text, valid or not
 */
export function nestingFault(text: string, limits: NestingLimits): GatewayError | null {
  const lexer = new Lexer(new Source(text));
  const levels = { sets: 0, values: 0 };
  for (let count = 0; count <= limits.maxTokens; count += 1) {
    const kind = nextKind(lexer);
    if (kind === TokenKind.EOF) return null;
    if (CLOSING.has(kind)) close(levels);
    if (!OPENING.has(kind)) continue;
    open(levels, kind);
    const fault = excess(levels, limits.maxDepth);
    if (fault) return fault;
  }
  return null;
}

/** Returns the kind of the next token; EOF, too, where the text has none, which the parser reports. */
function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

/** Open brackets. */
interface Levels {
  /** Of selection sets. */
  sets: number;
  /** Of arguments, the parenthesis included. */
  values: number;
}

function open(levels: Levels, kind: TokenKind): void {
  if (levels.values > 0 || kind !== TokenKind.BRACE_L) levels.values += 1;
  else levels.sets += 1;
}

function close(levels: Levels): void {
  if (levels.values > 0) levels.values -= 1;
  else levels.sets -= 1;
}

function excess({ sets, values }: Levels, maxDepth: number): GatewayError | null {
  if (values - 1 > maxDepth) return tooComplex('levels of lists and objects', maxDepth);
  const maxSets = SETS_PER_LEVEL * maxDepth;
  return sets > maxSets ? tooComplex('levels of selection sets', maxSets) : null;
}
