import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import SplitPanel from '@cloudscape-design/components/split-panel';
import { type ReactNode, Suspense } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { sessionPanelQuery, sessionPanelQuery$data } from '../__generated__/sessionPanelQuery.graphql.ts';
import { EndSessionsButton } from '../actions/end-sessions-button.tsx';
import { useCaller } from '../app/caller-context.ts';
import { RecordFacts } from '../history/record-facts.tsx';
import { RecordMembers } from '../history/record-members.tsx';
import { useReadings } from '../relay/use-readings.ts';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import { SERVICE_NAMES } from '../ui/names.ts';
import { AppStreamMembers } from './appstream-members.tsx';
import { CommonMembers } from './common-members.tsx';
import { PoolMembers } from './pool-members.tsx';
import { SsmMembers } from './ssm-members.tsx';
import { WorkspaceMembers } from './workspace-members.tsx';

/** A session in the split panel: what AWS says of it now, with its fleet, stack, node, pool or WorkSpace. */
export function SessionPanel({ id }: { readonly id: string }) {
  return (
    <ErrorScreen key={id} frame={untitled}>
      <Suspense
        fallback={untitled(
          <output aria-label="Loading">
            <Spinner />
          </output>,
        )}
      >
        <Panel id={id} />
      </Suspense>
    </ErrorScreen>
  );
}

/** Puts something into a panel that can be closed, before the session is known. */
function untitled(content: ReactNode) {
  return (
    <SplitPanel header="Session" closeBehavior="hide">
      {content}
    </SplitPanel>
  );
}

function Panel({ id }: { readonly id: string }) {
  const { fetchKey, isLoading, readAgain } = useReadings();
  const { scopes } = useCaller();
  const withResources = scopes.has('fleets:read');
  const withHistory = scopes.has('history:read') || scopes.has('history:read:own');
  const { node } = useLazyLoadQuery<sessionPanelQuery>(
    graphql`
      query sessionPanelQuery($id: ID!, $withResources: Boolean!, $withHistory: Boolean!) {
        node(id: $id) {
          ... on Session {
            service
            sessionId
            user {
              userName
            }
            record @include(if: $withHistory) {
              ...recordFacts_record
            }
          }
          ... on SessionRecord @alias(as: "past") {
            service
            sessionId
            user {
              userName
            }
            ...recordFacts_record
            ...recordMembers_record
          }
          ...commonMembers_session @alias(as: "common")
          ...appstreamMembers_session @arguments(withResources: $withResources) @alias(as: "appstream")
          ...ssmMembers_session @arguments(withResources: $withResources) @alias(as: "ssm")
          ...poolMembers_session @arguments(withResources: $withResources) @alias(as: "pool")
          ...workspaceMembers_session @arguments(withResources: $withResources) @alias(as: "workspace")
        }
      }
    `,
    { id, withResources, withHistory },
    { fetchKey, fetchPolicy: 'network-only' },
  );
  const shown = node?.past ?? node;
  const title = shown?.user?.userName ?? shown?.sessionId ?? 'Session';
  return (
    <SplitPanel
      header={title}
      closeBehavior="hide"
      headerDescription={shown?.service && SERVICE_NAMES[shown.service]}
      headerActions={
        <Button iconName="refresh" ariaLabel="Read the session again" loading={isLoading} onClick={readAgain} />
      }
    >
      <SpaceBetween size="l">
        {node && !node.past && <EndSessionsButton ids={[id]} done={readAgain} />}
        {node ? <Contents node={node} /> : <p>AWS does not list this session: it has ended.</p>}
      </SpaceBetween>
    </SplitPanel>
  );
}

function Contents({ node }: { readonly node: NonNullable<sessionPanelQuery$data['node']> }) {
  const { common, appstream, ssm, pool, workspace, past } = node;
  const record = past ?? node.record;
  return (
    <SpaceBetween size="l">
      {common && <CommonMembers session={common} />}
      {appstream && <AppStreamMembers session={appstream} />}
      {ssm && <SsmMembers session={ssm} />}
      {pool && <PoolMembers session={pool} />}
      {workspace && <WorkspaceMembers session={workspace} />}
      {past && <RecordMembers record={past} />}
      {record && <RecordFacts record={record} />}
    </SpaceBetween>
  );
}
