import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';

/** Replaces the chart where no source was observed and no session is known. */
export function NothingRecorded() {
  return (
    <Container>
      <Box textAlign="center" padding="l">
        <b>Nothing was recorded in this time</b>
        <Box variant="p">Sessions are recorded while the gateway observes them. Choose another time.</Box>
      </Box>
    </Container>
  );
}
