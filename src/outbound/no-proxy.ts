/**
 * `NO_PROXY` as curl, Go and Kubernetes have it, in the words that Node's agents understand: `example.com` stands for its
 * subdomains, too, a CIDR block of IPv4 is a range, an IPv6 address has no brackets.
 */
export function toNodeNoProxy(list: string): string {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .flatMap((entry) => expand(entry.toLowerCase()))
    .join(',');
}

function expand(entry: string): readonly string[] {
  const [, address = '', bits = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(entry) ?? [];
  if (address !== '' && Number(bits) <= 32) return [rangeOf(address, Number(bits))];
  const [, inBrackets] = /^\[([\da-f:.]+)\]$/.exec(entry) ?? [];
  if (inBrackets !== undefined) return [inBrackets];
  return /^[a-z][\w-]*(?:\.[\w-]+)*$/.test(entry) ? [entry, `.${entry}`] : [entry];
}

/** `10.0.0.0/8` is `10.0.0.0-10.255.255.255`. */
function rangeOf(address: string, bits: number): string {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(number / size) * size;
  return `${dotted(first)}-${dotted(first + size - 1)}`;
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
