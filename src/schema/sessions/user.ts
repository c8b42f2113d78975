import { builder } from '../builder/builder.ts';

/** User, identified by name only: AWS has no list of users. */
export interface User {
  readonly userName: string;
}

export const UserRef = builder.objectRef<User>('User');
