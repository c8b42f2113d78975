import DateInput from '@cloudscape-design/components/date-input';
import FormField from '@cloudscape-design/components/form-field';
import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import { useState } from 'react';

/** Asks for an instant in UTC: `2026-11-27T10:00:00Z`. */
export function TimeForm({ value, onChange }: PropertyFilterProps.ExtendedOperatorFormProps<string>) {
  const [date, setDate] = useState(value?.slice(0, 10) ?? '');
  const [time, setTime] = useState(value?.slice(11, 16) ?? '00:00');
  const change = (nextDate: string, nextTime: string) => {
    setDate(nextDate);
    setTime(nextTime);
    const isComplete = /^\d{4}-\d\d-\d\d$/.test(nextDate) && /^\d\d:\d\d$/.test(nextTime);
    onChange(isComplete ? `${nextDate}T${nextTime}:00Z` : null);
  };
  return (
    <SpaceBetween size="xs">
      <FormField label="Date (UTC)">
        <DateInput
          value={date}
          placeholder="YYYY-MM-DD"
          format="iso"
          onChange={({ detail }) => change(detail.value, time)}
        />
      </FormField>
      <FormField label="Time (UTC)">
        <TimeInput
          value={time}
          format="hh:mm"
          placeholder="hh:mm"
          onChange={({ detail }) => change(date, detail.value)}
        />
      </FormField>
    </SpaceBetween>
  );
}
