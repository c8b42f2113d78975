export type Encoding = 'br' | 'gzip' | 'identity';

/** Selects the smallest encoding that a client accepts. */
export function acceptedEncoding(acceptEncoding = ''): Encoding {
  const excluded = /;\s*q=0(?:\.0*)?\s*$/i;
  const taken = acceptEncoding.split(',').filter((part) => !excluded.test(part));
  const names = new Set(taken.map((part) => part.split(';')[0]?.trim().toLowerCase()));
  return names.has('br') ? 'br' : names.has('gzip') || names.has('x-gzip') ? 'gzip' : 'identity';
}
