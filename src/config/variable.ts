import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One environment variable. */
export interface Variable<Value> {
  readonly name: string;
  /** A second name, which takes precedence if both are set. */
  readonly alias?: string;
  /** The default, as text. */
  readonly fallback: string;
  /** Makes the default from other variables. */
  readonly fallbackIn?: (environment: Environment) => string;
  /** The allowed values, for tables and messages; the parser decides. */
  readonly allowed: string;
  readonly meaning: string;
  /** Keeps the value out of messages. */
  readonly secret?: true;
  /** Adds the parser's own message, which names the part of a structured value that is not allowed. */
  readonly explained?: true;
  readonly parser: z.ZodType<Value, string>;
}

/** A configuration that stops the start. Its message is one line, with the variable or option, and what is allowed. */
export class ConfigError extends Error {}
