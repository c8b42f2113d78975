import type { DocumentLimits } from './document-rules.ts';
import type { VariableLimits } from './variables.ts';

/** Limits of one request, named as their configuration variables. */
export interface Limits extends DocumentLimits, VariableLimits {
  readonly maxTokens: number;
  readonly maxDocumentLength: number;
  /** AWS calls of one operation. */
  readonly maxCost: number;
  readonly maxAnswerValues: number;
  readonly maxAnswerBytes: number;
}
