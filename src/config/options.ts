import { nearestName } from './nearest-name.ts';
import { ConfigError } from './variable.ts';

/** Options of the command line. */
export interface StartOptions {
  readonly help: boolean;
}

const OPTIONS = ['--help', '-h'];

/**
 * Parses the arguments of `npm start --`.
 *
 * @param variables names of environment variables, one of which an unknown option may be meant for
 * @throws ConfigError for an argument that is not known, with the nearest option or variable
 */
export function parseOptions(args: readonly string[], variables: readonly string[]): StartOptions {
  const unknown = args.find((arg) => !OPTIONS.includes(arg));
  if (unknown === undefined) return { help: args.length > 0 };
  throw new ConfigError(
    `${JSON.stringify(unknown)} is not an option${hint(unknown, variables)} See npm start -- --help.`,
  );
}

/** Suggests `--help`, or the variable of the same name: `--port` may be meant for `PORT`, `--log-level` for `GATEWAY_LOG_LEVEL`. */
function hint(arg: string, variables: readonly string[]): string {
  const [option = ''] = arg.split('=');
  const near = nearestName(option, OPTIONS.slice(0, 1));
  if (near) return `; did you mean ${near}?`;
  const name = option.replace(/^-+/, '').replaceAll('-', '_').toUpperCase();
  const variable = nearestName(name, variables);
  return variable ? `; did you mean the environment variable ${variable}?` : '.';
}
