import { useState } from 'react';
import { graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { IEnvironment } from 'relay-runtime';
import type { useEndSessionsMutation } from '../__generated__/useEndSessionsMutation.graphql.ts';
import { commit, problemOf } from '../relay/commit.ts';

const MUTATION = graphql`
  mutation useEndSessionsMutation($input: TerminateSessionsInput!) {
    terminateSessions(input: $input) {
      results {
        id
        outcome
        session {
          id
          service
          sessionId
          status
          user {
            userName
          }
        }
        userErrors {
          code
          message
        }
      }
      userErrors {
        message
      }
    }
  }
`;

/** Most ids that the gateway takes at once. */
const AT_ONCE = 50;

/** Result of ending one session, or of the dry run before it. */
export interface EndResult {
  readonly id: string;
  /** Null if it could not be ended: see `problem`. */
  readonly outcome: string | null;
  readonly problem: string | null;
  readonly name: string | null;
  readonly service: string | null;
}

interface Run {
  readonly ids: readonly string[];
  /** True to find out what would happen, without changing anything. */
  readonly dryRun: boolean;
  readonly reason: string | null;
}

/** Ends sessions in batches; results of batches that are done stay when a later one fails. */
export function useEndSessions() {
  const environment = useRelayEnvironment();
  const [results, setResults] = useState<readonly EndResult[]>([]);
  const [isRunning, setIsRunning] = useState(false);
  const [progress, setProgress] = useState(0);
  const [error, setError] = useState<string | null>(null);

  async function run({ ids, dryRun, reason }: Run): Promise<void> {
    setIsRunning(true);
    setError(null);
    setProgress(0);
    try {
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const batch = await end(environment, ids.slice(start, start + AT_ONCE), dryRun, reason);
        setResults((known) => merge(known, batch));
        setProgress(Math.round((100 * Math.min(ids.length, start + AT_ONCE)) / ids.length));
      }
    } catch (cause) {
      setError((cause as Error).message);
    } finally {
      setIsRunning(false);
    }
  }
  return { results, isRunning, progress, error, run };
}

/** Replaces results by later ones of the same sessions, without losing the name of a session that is over. */
function merge(known: readonly EndResult[], batch: readonly EndResult[]): readonly EndResult[] {
  const later = new Map(batch.map((result) => [result.id, result]));
  const replaced = known.map((before) => {
    const after = later.get(before.id);
    later.delete(before.id);
    return after ? { ...after, name: after.name ?? before.name, service: after.service ?? before.service } : before;
  });
  return [...replaced, ...later.values()];
}

async function end(environment: IEnvironment, ids: readonly string[], dryRun: boolean, reason: string | null) {
  const variables = { input: { ids, dryRun, reason } };
  const { terminateSessions } = await commit<useEndSessionsMutation>(environment, MUTATION, variables);
  const { results, userErrors } = terminateSessions;
  if (!results) throw new Error(problemOf(userErrors) ?? 'The gateway gave no results.');
  return results.map(({ id, outcome, session, userErrors: problems }) => ({
    id,
    outcome: outcome ?? null,
    problem: problemOf(problems),
    name: session ? (session.user?.userName ?? session.sessionId) : null,
    service: session?.service ?? null,
  }));
}
