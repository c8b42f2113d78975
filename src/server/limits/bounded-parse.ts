import { type DocumentNode, Lexer, type ParseOptions, parse, Source, type Token, TokenKind } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import { tooComplex } from './too-complex.ts';

/** Limits of the text of a document. */
export interface TextLimits {
  readonly maxDepth: number;
  readonly maxTokens: number;
}

/** Selection sets per level of fields: the field's own, and those of inline fragments, which add no level to the answer. */
const SETS_PER_LEVEL = 4;

/**
 * Parses a document up to the token that exceeds a limit: graphql-js parses, validates and coerces by recursion, and the depth at
 * which its stack overflows depends on what the process has optimized.
 *
 * @throws GatewayError QUERY_TOO_COMPLEX for too many tokens, for lists and objects in arguments that nest deeper than `maxDepth`, or
 *   for selection sets that nest deeper than four times that
 * @throws GraphQLError for a syntax error in a text that exceeds none of these
 */
export function boundedParse(text: string | Source, limits: TextLimits, options: ParseOptions = {}): DocumentNode {
  const source = typeof text === 'string' ? new Source(text) : text;
  const lexer = new BoundedLexer(source, limits);
  try {
    return parse(source, { ...options, lexer });
  } catch (error) {
    if (!(error instanceof GatewayError)) lexer.readOn();
    throw error;
  }
}

/** Counts the tokens that the parser takes, and the brackets that are open. */
class BoundedLexer extends Lexer {
  readonly #limits: TextLimits;
  #tokens = 0;
  /** Open brackets of selection sets. */
  #sets = 0;
  /** Open brackets of arguments, the parenthesis included. */
  #values = 0;

  constructor(source: Source, limits: TextLimits) {
    super(source);
    this.#limits = limits;
  }

  override advance(): Token {
    const token = super.advance();
    this.#count(token.kind);
    return token;
  }

  /** Counts the tokens after a syntax error, up to the first that cannot be read. */
  readOn(): void {
    try {
      while (this.advance().kind !== TokenKind.EOF);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
    }
  }

  #count(kind: TokenKind): void {
    if (kind !== TokenKind.EOF) this.#tokens += 1;
    if (this.#tokens > this.#limits.maxTokens) throw tooComplex('tokens', this.#limits.maxTokens);
    switch (kind) {
      case TokenKind.BRACE_L:
      case TokenKind.BRACKET_L:
      case TokenKind.PAREN_L:
        this.#open(kind);
        break;
      case TokenKind.BRACE_R:
      case TokenKind.BRACKET_R:
      case TokenKind.PAREN_R:
        if (this.#values > 0) this.#values -= 1;
        else this.#sets -= 1;
    }
  }

  #open(kind: TokenKind): void {
    const { maxDepth } = this.#limits;
    if (this.#values > 0 || kind !== TokenKind.BRACE_L) this.#values += 1;
    else this.#sets += 1;
    if (this.#values - 1 > maxDepth) throw tooComplex('levels of lists and objects', maxDepth);
    const maxSets = SETS_PER_LEVEL * maxDepth;
    if (this.#sets > maxSets) throw tooComplex('levels of selection sets', maxSets);
  }
}
