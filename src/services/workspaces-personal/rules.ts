import type { InputRule } from '../check-input.ts';

/** `WorkspaceId` of the service model (2026-08). */
export const WORKSPACE_ID: InputRule = {
  pattern: /^ws-[0-9a-z]{8,63}$/,
  allowed: '`ws-` and 8 to 63 lower-case letters or digits',
};

/** `DirectoryId` of the service model (2026-08): 10 to 65 characters. */
export const DIRECTORY_ID: InputRule = {
  pattern: /^(?:d-[0-9a-f]{8,63}|wsd-[0-9a-z]{8,61})$/,
  allowed: '`d-` and 8 to 63 hexadecimal digits, or `wsd-` and 8 to 61 lower-case letters or digits',
};

/** `UserName` of the service model (2026-08). */
export const USER_NAME: InputRule = { pattern: /^.{1,63}$/su, allowed: '1 to 63 characters' };
