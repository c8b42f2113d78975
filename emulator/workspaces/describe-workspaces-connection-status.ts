import type { Operation } from '../operation.ts';
import { invalidToken } from './errors.ts';
import { paginationToken, workspaceIds } from './rules.ts';

/** Lists connections of up to 25 WorkSpaces, or of all, on pages that AWS sizes itself (F-36). Unknown ids are omitted. */
export const describeWorkspacesConnectionStatus: Operation = {
  input: { WorkspaceIds: workspaceIds, NextToken: paginationToken },
  run(call) {
    const { WorkspaceIds, NextToken } = call.input as { WorkspaceIds?: string[]; NextToken?: string };
    const all = [...call.location.workspaceConnections.values()];
    const found = WorkspaceIds ? all.filter(({ WorkspaceId }) => WorkspaceIds.includes(WorkspaceId)) : all;
    const page = call.page(found, { token: NextToken, limit: call.quirks.unsizedPageLength, invalidToken });
    return { WorkspacesConnectionStatus: page.items, NextToken: page.nextToken };
  },
};
