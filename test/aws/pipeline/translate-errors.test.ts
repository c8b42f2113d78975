import { expect, test } from 'vitest';
import { translateErrors } from '../../../src/aws/pipeline/translate-errors.ts';
import { awsCall, upstreamError } from '../../support/aws-call.ts';

test('An error of the SDK is translated once it is thrown', async () => {
  const thrown = new Error('socket hang up');
  const translated = upstreamError('UPSTREAM_UNAVAILABLE');
  const call = awsCall({ translate: (error) => (error === thrown ? translated : upstreamError('UPSTREAM_ERROR')) });
  await expect(translateErrors(() => Promise.reject(thrown))(call)).rejects.toBe(translated);
});
