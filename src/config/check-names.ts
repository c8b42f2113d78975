import { nearestName } from './nearest-name.ts';
import { ConfigError, type Environment } from './variable.ts';

/** Former names of variables. */
const RENAMED: Readonly<Record<string, string>> = { GATEWAY_SCOPES: 'GATEWAY_AWS_ACCOUNTS' };

/**
 * Variables that Kubernetes adds to every container for a Service named `gateway` or `gateway-…`
 * (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables, read 2026-11).
 */
const SERVICE_LINK =
  /_SERVICE_HOST$|_SERVICE_PORT(?:_[A-Z0-9_]+)?$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/;
const SERVICE_URL = /^(?:tcp|udp|sctp):\/\//;

/**
 * Rejects variables that begin with `GATEWAY_` and are not known, so that a typo does not silently leave a default.
 *
 * @throws ConfigError with the nearest name, or the new name of a renamed variable
 */
export function checkNames(environment: Environment, names: readonly string[]): void {
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!/^GATEWAY_/i.test(name) || value === '' || names.includes(name) || isServiceLink(name, value)) continue;
    const successor = RENAMED[name];
    if (successor) throw new ConfigError(`${name} was renamed to ${successor}.`);
    const nearest = nearestName(name, names);
    throw new ConfigError(
      `${name} is not a variable of the gateway${nearest ? `; did you mean ${nearest}?` : '.'} See npm start -- --help.`,
    );
  }
}

function isServiceLink(name: string, value: string): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_URL.test(value));
}
