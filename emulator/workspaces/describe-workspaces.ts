import type { Operation } from '../operation.ts';
import type { Workspace } from '../world/state.ts';
import { badCombination, invalidToken } from './errors.ts';
import { paginationToken, workspaceIds } from './rules.ts';

interface Input {
  WorkspaceIds?: string[];
  DirectoryId?: string;
  UserName?: string;
  BundleId?: string;
  WorkspaceName?: string;
  Limit?: number;
  NextToken?: string;
}

/** F-35: the maximum; the default is not documented. */
const defaultLimit = 25;

/** Mutually exclusive filters: "You cannot combine this parameter with any other filter." `UserName` requires `DirectoryId`. */
const EXCLUSIVE = ['WorkspaceIds', 'DirectoryId', 'BundleId', 'WorkspaceName'] as const;

/** Lists WorkSpaces. Unknown ids are omitted: "no information is returned" (F-35). */
export const describeWorkspaces: Operation = {
  input: {
    WorkspaceIds: workspaceIds,
    DirectoryId: { type: 'string', min: 10, max: 65, pattern: /^(d-[0-9a-f]{8,63}$)|(wsd-[0-9a-z]{8,63}$)/ },
    UserName: { type: 'string', min: 1, max: 63 },
    BundleId: { type: 'string', pattern: /^wsb-[0-9a-z]{8,63}$/ },
    Limit: { type: 'integer', min: 1, max: 25 },
    NextToken: paginationToken,
    WorkspaceName: { type: 'string', pattern: /^[a-zA-Z0-9_()][a-zA-Z0-9_.()-]{1,63}$/ },
  },
  run(call) {
    const input = call.input as Input;
    checkFilters(input);
    const workspaces = [...call.location.workspaces.values()].filter((workspace) => matches(workspace, input));
    const limit = input.Limit ?? defaultLimit;
    const page = call.page(workspaces, { token: input.NextToken, limit, invalidToken });
    return { Workspaces: page.items, NextToken: page.nextToken };
  },
};

function checkFilters(input: Input): void {
  const given = EXCLUSIVE.filter((name) => input[name] !== undefined);
  if (given.length > 1) throw badCombination(`${given.join(' and ')} cannot be combined.`);
  if (input.UserName !== undefined && input.DirectoryId === undefined)
    throw badCombination('UserName must be specified with DirectoryId.');
}

function matches(workspace: Workspace, { WorkspaceIds, DirectoryId, UserName, BundleId, WorkspaceName }: Input) {
  return (
    (WorkspaceIds?.includes(workspace.WorkspaceId) ?? true) &&
    (DirectoryId ?? workspace.DirectoryId) === workspace.DirectoryId &&
    (UserName ?? workspace.UserName) === workspace.UserName &&
    (BundleId ?? workspace.BundleId) === workspace.BundleId &&
    (WorkspaceName ?? workspace.WorkspaceName) === workspace.WorkspaceName
  );
}
