import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variable. */
export interface Variable<Value> {
  readonly name: string;
  /** A second name, which takes precedence if both are set. */
  readonly alias?: string;
  /** The default, as text. */
  readonly fallback: string;
  /** Returns the default that depends on other variables. */
  readonly fallbackIn?: (environment: Environment) => string;
  /** The allowed values, for tables and messages; the parser decides. */
  readonly allowed: string;
  readonly meaning: string;
  /** Set if messages must not show the value. */
  readonly secret?: true;
  /** Adds the parser's own message, which names the part of a structured value that is not allowed. */
  readonly explained?: true;
  readonly parser: z.ZodType<Value, string>;
}

/** Invalid configuration, which stops the start. The message is one line: variable or option, and the allowed values. */
export class ConfigError extends Error {}
