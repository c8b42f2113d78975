import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import FormField from '@cloudscape-design/components/form-field';
import { useTimeFormat } from '../preferences/format-time.ts';
import { problemOfRange, type Range, toInstants, type Unit } from './range.ts';
import { zoneOffset } from './zone-offset.ts';

const UNIT_NAMES = { h: 'hour', d: 'day', w: 'week' } as const;

const SUGGESTED = [
  { amount: 24, unit: 'h' },
  { amount: 7, unit: 'd' },
  { amount: 30, unit: 'd' },
  { amount: 90, unit: 'd' },
  { amount: 365, unit: 'd' },
] as const satisfies readonly Range[];

/** Asks for a range of time: the last hours or days, or two instants in the chosen time zone. */
export function RangePicker({ range, choose }: { readonly range: Range; readonly choose: (range: Range) => void }) {
  const { zone } = useTimeFormat();
  return (
    <FormField label="Time">
      <DateRangePicker
        value={toPicker(range)}
        relativeOptions={SUGGESTED.map(toRelative)}
        customRelativeRangeUnits={['hour', 'day', 'week']}
        getTimeOffset={(date) => zoneOffset(zone, date)}
        absoluteFormat="iso"
        showClearButton={false}
        placeholder="Choose a time"
        onChange={({ detail }) => {
          const picked = fromPicker(detail.value);
          if (picked) choose(picked);
        }}
        isValidRange={(value) => {
          const picked = fromPicker(value);
          const errorMessage = picked === null ? 'Choose a start and an end.' : problemOfRange(picked);
          return errorMessage === null ? { valid: true } : { valid: false, errorMessage };
        }}
      />
    </FormField>
  );
}

function toRelative({ amount, unit }: { readonly amount: number; readonly unit: Unit }) {
  return { type: 'relative' as const, key: `${amount}${unit}`, amount, unit: UNIT_NAMES[unit] };
}

function toPicker(range: Range): DateRangePickerProps.Value {
  if ('unit' in range) return toRelative(range);
  return { type: 'absolute', startDate: range.from, endDate: range.to };
}

/** Reads what was picked; null for what is not complete. */
function fromPicker(value: DateRangePickerProps.Value | null): Range | null {
  if (value?.type === 'absolute') {
    const [from, to] = [Date.parse(value.startDate), Date.parse(value.endDate)];
    return Number.isNaN(from) || Number.isNaN(to) ? null : toInstants(from, to);
  }
  if (value?.type !== 'relative' || Number.isNaN(value.amount)) return null;
  const unit = (Object.keys(UNIT_NAMES) as Unit[]).find((each) => UNIT_NAMES[each] === value.unit);
  return unit ? { amount: value.amount, unit } : null;
}
