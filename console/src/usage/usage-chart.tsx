import { useState } from 'react';
import { useTimeFormat } from '../preferences/format-time.ts';
import { formatValue } from '../ui/numbers.ts';
import { type ChartLine, stepPath, valueTicks } from './chart-lines.ts';
import type { CoverageBand } from './coverage-bands.ts';
import { type Interval, intervalFormat, tickIndexes } from './intervals.ts';
import { useWidth } from './use-width.ts';

interface Props {
  /** Names the chart for screen readers. */
  readonly label: string;
  readonly interval: Interval;
  /** Begins of the points. Milliseconds of the epoch. */
  readonly begins: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly bands: readonly CoverageBand[];
}

const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 12;
const TOP = 12;
/** Lower edge of the plot. */
const BOTTOM = HEIGHT - 44;
const BAND_Y = BOTTOM + 4;
const BAND_HEIGHT = 8;
/** Room of a label on the axis of time. */
const LABEL_WIDTH = 84;

const OBSERVATIONS: Readonly<Record<CoverageBand['observation'], string>> = {
  all: 'Observed',
  part: 'Partly observed',
  none: 'Not observed',
  future: 'Not yet',
};

/**
 * Chart of steps with a band of what was observed. Cloudscape's charts have neither gaps nor bands: what was not observed would be
 * drawn as if it were known.
 */
export function UsageChart({ label, interval, begins, lines, bands }: Props) {
  const [width, ref] = useWidth();
  const [chosen, setChosen] = useState<number | null>(null);
  const count = begins.length;
  const index = chosen === null ? null : Math.min(chosen, count - 1);
  return (
    <div className="usage-chart" ref={ref}>
      {width !== null && (
        <Plot
          {...{ label, interval, begins, lines, bands, width, index }}
          choose={(at) => setChosen(at === null ? null : Math.max(0, Math.min(count - 1, at)))}
        />
      )}
      <input
        type="range"
        className="usage-scrubber"
        aria-label={`Point of the chart: ${label}`}
        aria-valuetext={index === null ? 'None' : textOf({ interval, begins, lines, bands }, index)}
        min={0}
        max={Math.max(0, count - 1)}
        value={index ?? count - 1}
        onFocus={() => setChosen(index ?? count - 1)}
        onBlur={() => setChosen(null)}
        onChange={({ target }) => setChosen(Number(target.value))}
      />
      <Legend lines={lines} bands={bands} />
      {index !== null && width !== null && <Values {...{ interval, begins, lines, bands, index, width }} />}
    </div>
  );
}

interface PlotProps extends Props {
  readonly width: number;
  readonly index: number | null;
  readonly choose: (index: number | null) => void;
}

function Plot({ label, interval, begins, lines, bands, width, index, choose }: PlotProps) {
  const { zone } = useTimeFormat();
  const count = begins.length;
  const right = width - RIGHT;
  const xOf = (at: number) => round(LEFT + ((right - LEFT) * at) / count);
  const max = lines.reduce(
    (most, { values }) => values.reduce<number>((top, value) => Math.max(top, value ?? 0), most),
    0,
  );
  const ticks = valueTicks(max);
  const yOf = (value: number) => round(BOTTOM - ((BOTTOM - TOP) * value) / (ticks.at(-1) ?? 1));
  const { tick } = intervalFormat(interval, zone);
  const labelled = tickIndexes(begins, interval, zone, (right - LEFT) / LABEL_WIDTH);
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={label}
      onPointerMove={({ clientX, currentTarget }) => {
        const x = clientX - currentTarget.getBoundingClientRect().left;
        choose(Math.floor(((x - LEFT) / (right - LEFT)) * count));
      }}
      onPointerLeave={() => choose(null)}
    >
      {ticks.map((value) => (
        <g key={value}>
          <line className="usage-grid" x1={LEFT} x2={right} y1={yOf(value)} y2={yOf(value)} />
          <text className="usage-text" x={LEFT - 8} y={yOf(value) + 4} textAnchor="end">
            {formatValue(value)}
          </text>
        </g>
      ))}
      {bands.map(({ observation, first, end }) => (
        <g key={first} className={`usage-${observation}`}>
          <title>{OBSERVATIONS[observation]}</title>
          <rect className="usage-veil" x={xOf(first)} y={TOP} width={xOf(end) - xOf(first)} height={BOTTOM - TOP} />
          <rect className="usage-band" x={xOf(first)} y={BAND_Y} width={xOf(end) - xOf(first)} height={BAND_HEIGHT} />
        </g>
      ))}
      {labelled.map((at) => (
        <text key={at} className="usage-text" x={xOf(at)} y={HEIGHT - 10} textAnchor={anchorOf(xOf(at), right)}>
          {tick(begins[at] ?? 0)}
        </text>
      ))}
      {lines.length === 1 &&
        lines.map(({ name, values }) => <path key={name} className="usage-area" d={areaPath(values, xOf, yOf)} />)}
      {lines.map(({ name, values }, at) => (
        <path key={name} className={`usage-line usage-color-${at + 1}`} d={stepPath(values, xOf, yOf)} />
      ))}
      {index !== null && (
        <rect
          className="usage-cursor"
          x={xOf(index)}
          y={TOP}
          width={Math.max(1, xOf(index + 1) - xOf(index))}
          height={BOTTOM - TOP}
        />
      )}
    </svg>
  );
}

function areaPath(values: ChartLine['values'], xOf: (at: number) => number, yOf: (value: number) => number): string {
  return values
    .map((value, at) => (value === null ? '' : `M${xOf(at)} ${yOf(0)}V${yOf(value)}H${xOf(at + 1)}V${yOf(0)}Z`))
    .join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Labels near an edge stay inside. */
function anchorOf(x: number, right: number): 'start' | 'middle' | 'end' {
  if (x < LEFT + LABEL_WIDTH / 2) return 'start';
  return x > right - LABEL_WIDTH / 2 ? 'end' : 'middle';
}

function Legend({ lines, bands }: Pick<Props, 'lines' | 'bands'>) {
  const observations = (['all', 'part', 'none', 'future'] as const).filter((each) =>
    bands.some(({ observation }) => observation === each),
  );
  return (
    <ul className="usage-legend" aria-label="Legend">
      {lines.map(({ name }, at) => (
        <li key={name}>
          <Swatch className={`usage-color-${at + 1}`} />
          {name}
        </li>
      ))}
      {observations.map((observation) => (
        <li key={observation}>
          <Swatch className={`usage-${observation}`} />
          {OBSERVATIONS[observation]}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ className }: { readonly className: string }) {
  return (
    <svg className={className} width={12} height={12} aria-hidden="true">
      <rect className="usage-swatch usage-band" width={12} height={12} rx={2} />
    </svg>
  );
}

type Shown = Pick<Props, 'interval' | 'begins' | 'lines' | 'bands'>;

/** Values of the point under the pointer or the slider. */
function Values({ index, width, ...shown }: Shown & { readonly index: number; readonly width: number }) {
  const { zone } = useTimeFormat();
  const x = LEFT + ((width - LEFT - RIGHT) * (index + 0.5)) / shown.begins.length;
  // Beside the point, on the side that has room.
  const side = x < width / 2 ? { insetInlineStart: x + 16 } : { insetInlineEnd: width - x + 16 };
  const rows = shown.lines.map(({ name, values }, at) => ({ name, at, value: values[index] ?? null }));
  return (
    <div className="usage-values" style={side} aria-hidden="true">
      <b>{intervalFormat(shown.interval, zone).point(shown.begins[index] ?? 0)}</b>
      <div>{observationAt(shown.bands, index)}</div>
      <ul>
        {rows
          .sort((one, other) => (other.value ?? -1) - (one.value ?? -1))
          .map(({ name, at, value }) => (
            <li key={name}>
              <Swatch className={`usage-color-${at + 1}`} />
              {name} <b>{formatValue(value)}</b>
            </li>
          ))}
      </ul>
    </div>
  );
}

function textOf({ interval, begins, lines, bands }: Shown, index: number): string {
  const point = intervalFormat(interval, 'UTC').point(begins[index] ?? 0);
  const values = lines.map(({ name, values }) => `${name} ${formatValue(values[index] ?? null)}`);
  return [`${point}${interval === 'HOUR' ? ' UTC' : ''}`, observationAt(bands, index), ...values].join(', ');
}

function observationAt(bands: readonly CoverageBand[], index: number): string {
  const band = bands.find(({ first, end }) => first <= index && index < end);
  return band ? OBSERVATIONS[band.observation] : '';
}
