import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useTheme } from '../preferences/use-theme.ts';

/** Says why the console cannot start. */
export function StartFailure({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  useTheme();
  return (
    <Box padding="xxl">
      <main>
        <Alert type="error" header="The console did not start" action={<Button onClick={retry}>Try again</Button>}>
          {error.message}
        </Alert>
      </main>
    </Box>
  );
}
