import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useCaller } from '../app/caller-context.ts';
import { useQueryState } from '../app/query-state.ts';
import { FilterBar } from '../sessions/filter-bar.tsx';
import { rangeParams } from '../time-range/range.ts';
import { RangePicker } from '../time-range/range-picker.tsx';
import { INTERVALS } from './intervals.ts';
import { DIMENSION_NAMES } from './series-names.ts';
import { DIMENSIONS, fittingIntervals, type UsageChoice } from './usage-choice.ts';
import { usageFilter } from './usage-filter.ts';

const INTERVAL_NAMES = { HOUR: 'Hours', DAY: 'Days (UTC)', WEEK: 'Weeks (UTC)', MONTH: 'Months (UTC)' };

interface Props {
  readonly choice: UsageChoice;
  readonly isLoading: boolean;
  readonly readAgain: () => void;
}

/** Time, length of the points, what a series is of, and of which sessions. */
export function UsageControls({ choice, isLoading, readAgain }: Props) {
  const [, change] = useQueryState();
  const seesNames = useCaller().scopes.has('history:read');
  const fitting = fittingIntervals(choice.range);
  const intervals = INTERVALS.map((value) => ({
    value,
    label: INTERVAL_NAMES[value],
    disabled: !fitting.includes(value),
  }));
  const dimensions = [
    { value: '', label: 'All sessions' },
    ...DIMENSIONS.filter((value) => value !== 'USER' || seesNames).map((value) => ({
      value,
      label: DIMENSION_NAMES[value],
    })),
  ];
  return (
    <div className="choices">
      <RangePicker range={choice.range} choose={(range) => change(rangeParams(range))} />
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
      <div className="choices-wide">
        <FilterBar spec={usageFilter(seesNames)} />
      </div>
    </div>
  );
}
