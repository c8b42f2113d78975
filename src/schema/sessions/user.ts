import { builder } from '../builder/builder.ts';

/** A person is a name: AWS has no list of them. */
export interface User {
  readonly userName: string;
}

export const UserRef = builder.objectRef<User>('User');
