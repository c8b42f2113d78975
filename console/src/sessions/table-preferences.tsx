import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { COLUMN_NAMES, columnsShown } from './session-columns.tsx';

const PAGE_SIZES = [20, 50, 100, 200];

/** Page size, columns and density of the table of sessions. */
export function TablePreferences() {
  const { pageSize, density, columns } = usePreferences();
  return (
    <CollectionPreferences
      title="Table"
      preferences={{ pageSize, contentDensity: density, contentDisplay: columnsShown(columns) }}
      pageSizePreference={{
        title: 'Sessions of a page',
        options: PAGE_SIZES.map((value) => ({ value, label: `${value} sessions` })),
      }}
      contentDensityPreference={{}}
      contentDisplayPreference={{
        title: 'Columns',
        options: Object.entries(COLUMN_NAMES).map(([id, label]) => ({ id, label, alwaysVisible: id === 'user' })),
      }}
      onConfirm={({ detail }) =>
        setPreferences({
          pageSize: detail.pageSize ?? pageSize,
          density: detail.contentDensity ?? density,
          columns: (detail.contentDisplay ?? []).map(({ id, visible }) => ({ id, visible })),
        })
      }
    />
  );
}
