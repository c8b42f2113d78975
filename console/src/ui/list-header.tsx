import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { Readings } from '../relay/use-readings.ts';

interface Props extends Pick<Readings, 'isLoading' | 'readAgain'> {
  readonly title: string;
  readonly counter?: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}

/** Heading of a view, with its number of rows and a button that reads it again. */
export function ListHeader({ title, counter, description, actions, isLoading, readAgain }: Props) {
  return (
    <Header
      variant="h1"
      counter={counter}
      description={description}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel="Read again" loading={isLoading} onClick={readAgain} />
          {actions}
        </SpaceBetween>
      }
    >
      {title}
    </Header>
  );
}
