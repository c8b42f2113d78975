import type * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

/** Authentication types of AppStream, which WorkSpaces Pools share in part. */
export const SessionAuthenticationTypeRef = awsEnum<values.AuthenticationType>('SessionAuthenticationType', {
  description: 'Authentication type of a session: the way its user signed in.',
  meanings: {
    API: 'Streaming URL.',
    SAML: 'SAML single sign-on.',
    USERPOOL: 'AppStream user pool.',
    AWS_AD: 'Active Directory.',
  },
});

export const ConnectionStateRef = awsEnum<values.SessionConnectionState>('SessionConnectionState', {
  description: 'Connection state of the user of an AppStream or pool session.',
  meanings: {
    CONNECTED: 'The user is connected.',
    NOT_CONNECTED: 'The user is disconnected or has not connected yet.',
  },
});
