import type { Fleet } from '../../services/appstream/model.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { loadNodesOf, nodeKey } from '../node.ts';
import { ScopeRef } from '../scope.ts';
import { selectionArgs } from '../selection-args.ts';
import { AppStreamPlatformRef, FleetStateRef, FleetTypeRef, StreamViewRef } from './enums.ts';
import {
  ComputeCapacityStatusRef,
  DomainJoinInfoRef,
  FleetErrorRef,
  S3LocationRef,
  VolumeConfigRef,
  VpcConfigRef,
} from './fleet-parts.ts';
import { AppStreamSessionRef, sessionsArgs } from './session.ts';
import { StackRef } from './stack.ts';

export const FleetRef = builder.objectRef<Fleet>('Fleet');

builder.node(FleetRef, {
  description: 'Streaming instances of one image and size, reached through stacks. AppStream 2.0 `Fleet`.',
  id: { resolve: (fleet) => nodeKey(fleet.scope, fleet.Name) },
  fields: (t) => ({
    scope: t.expose('scope', { type: ScopeRef, nullable: false, description: 'The account and region it lives in.' }),
    arn: t.exposeString('Arn', { nullable: false, description: 'The Amazon Resource Name.' }),
    name: t.exposeString('Name', { nullable: false, description: 'Unique in its account and region.' }),
    // …
    stacks: connectionField(t, StackRef, {
      description: 'The stacks that this fleet serves.',
      source: (fleet, _args, services) => services.of(fleet).appstream.stacksOfFleet(fleet.Name),
    }),
  }),
});
