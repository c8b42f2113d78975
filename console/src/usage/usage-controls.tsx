import Button from '@cloudscape-design/components/button';
import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useCaller } from '../app/caller-context.ts';
import { useQueryState } from '../app/query-state.ts';
import { useTimeFormat } from '../preferences/format-time.ts';
import { INTERVALS } from './intervals.ts';
import { DIMENSION_NAMES } from './series-names.ts';
import {
  DIMENSIONS,
  fittingIntervals,
  problemOfRange,
  type Range,
  rangeParams,
  type Unit,
  type UsageChoice,
} from './usage-choice.ts';
import { zoneOffset } from './zone-offset.ts';

const INTERVAL_NAMES = { HOUR: 'Hours', DAY: 'Days (UTC)', WEEK: 'Weeks (UTC)', MONTH: 'Months (UTC)' };
const UNIT_NAMES = { h: 'hour', d: 'day', w: 'week' } as const;

const SUGGESTED = [
  { amount: 24, unit: 'h' },
  { amount: 7, unit: 'd' },
  { amount: 30, unit: 'd' },
  { amount: 90, unit: 'd' },
  { amount: 365, unit: 'd' },
] as const satisfies readonly Range[];

interface Props {
  readonly choice: UsageChoice;
  readonly isLoading: boolean;
  readonly readAgain: () => void;
}

/** Time, length of the points, and what a series is of. */
export function UsageControls({ choice, isLoading, readAgain }: Props) {
  const [, change] = useQueryState();
  const { zone } = useTimeFormat();
  const byUser = useCaller().scopes.has('history:read');
  const fitting = fittingIntervals(choice.range);
  const intervals = INTERVALS.map((value) => ({
    value,
    label: INTERVAL_NAMES[value],
    disabled: !fitting.includes(value),
  }));
  const dimensions = [
    { value: '', label: 'All sessions' },
    ...DIMENSIONS.filter((value) => value !== 'USER' || byUser).map((value) => ({
      value,
      label: DIMENSION_NAMES[value],
    })),
  ];
  return (
    <div className="usage-controls">
      <FormField label="Time">
        <DateRangePicker
          value={toPicker(choice.range)}
          relativeOptions={SUGGESTED.map(toRelative)}
          customRelativeRangeUnits={['hour', 'day', 'week']}
          getTimeOffset={(date) => zoneOffset(zone, date)}
          absoluteFormat="iso"
          showClearButton={false}
          placeholder="Choose a time"
          onChange={({ detail }) => {
            const range = fromPicker(detail.value);
            if (range) change(rangeParams(range));
          }}
          isValidRange={(value) => {
            const range = fromPicker(value);
            const errorMessage = range === null ? 'Choose a start and an end.' : problemOfRange(range);
            return errorMessage === null ? { valid: true } : { valid: false, errorMessage };
          }}
        />
      </FormField>
      <FormField label="Points">
        <Select
          options={intervals}
          selectedOption={intervals.find(({ value }) => value === choice.interval) ?? null}
          onChange={({ detail }) => change({ interval: detail.selectedOption.value?.toLowerCase() ?? null })}
        />
      </FormField>
      <FormField label="By">
        <Select
          options={dimensions}
          selectedOption={dimensions.find(({ value }) => value === (choice.by ?? '')) ?? null}
          onChange={({ detail }) => change({ by: detail.selectedOption.value?.toLowerCase() || null })}
        />
      </FormField>
      <Button iconName="refresh" ariaLabel="Read again" loading={isLoading} onClick={readAgain} />
    </div>
  );
}

function toRelative(range: { readonly amount: number; readonly unit: Unit }): DateRangePickerProps.RelativeValue & {
  readonly key: string;
} {
  const { amount, unit } = range;
  return { type: 'relative', key: `${amount}${unit}`, amount, unit: UNIT_NAMES[unit] };
}

function toPicker(range: Range): DateRangePickerProps.Value {
  if ('unit' in range) return toRelative(range);
  return { type: 'absolute', startDate: range.from, endDate: range.to };
}

/** Reads what was picked; null for what is not complete. */
function fromPicker(value: DateRangePickerProps.Value | null): Range | null {
  if (value?.type === 'absolute') {
    const [from, to] = [Date.parse(value.startDate), Date.parse(value.endDate)];
    if (Number.isNaN(from) || Number.isNaN(to)) return null;
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  }
  if (value?.type !== 'relative' || Number.isNaN(value.amount)) return null;
  const unit = (Object.keys(UNIT_NAMES) as Unit[]).find((each) => UNIT_NAMES[each] === value.unit);
  return unit ? { amount: value.amount, unit } : null;
}
