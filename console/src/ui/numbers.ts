const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Writes a value: `1,234`, `0.3`; a dash for none. */
export function formatValue(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) || value >= 100 ? whole.format(Math.round(value)) : short.format(value);
}

/** Writes a share: `100 %`, `< 1 %`. Rounds down, so that 100 % is all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  return `${Math.floor(Math.min(1, share) * 100 + 1e-9)} %`;
}
