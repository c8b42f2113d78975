import type { Call, Operation } from '../operation.ts';
import { recountFleet } from '../world/capacity.ts';
import { defaultUserDuration } from '../world/new-sessions.ts';
import type { AppStreamFleet } from '../world/state.ts';
import { alreadyExists } from './errors.ts';
import { checkNewFleet, desiredInstances, type FleetRequest, wholeMinutes } from './fleet-rules.ts';
import { fleetMembers, name, requiredName, requiredText, tags } from './rules.ts';

type Input = FleetRequest & Partial<AppStreamFleet> & { Name: string; InstanceType: string; Tags?: unknown };

export const createFleet: Operation = {
  input: {
    ...fleetMembers,
    Name: requiredName,
    ImageName: name,
    InstanceType: requiredText,
    FleetType: { type: 'string', enum: ['ALWAYS_ON', 'ON_DEMAND', 'ELASTIC'] },
    Tags: tags,
  },
  run(call) {
    const input = call.input as unknown as Input;
    if (call.location.fleets.has(input.Name)) throw alreadyExists(input.Name);
    const type = input.FleetType ?? 'ALWAYS_ON'; // F-23
    checkNewFleet(input, { type, multiSession: input.MaxSessionsPerInstance !== undefined });
    const fleet = newFleet(call, input);
    call.location.fleets.set(fleet.Name, fleet);
    recountFleet(call.location, fleet);
    return { Fleet: fleet };
  },
};

/**
 * Creates a fleet with AWS's defaults. Documented are those of StreamView, IdleDisconnectTimeoutInSeconds and the root
 * volume; the others are the console's, unverified for the API.
 */
function newFleet(call: Call, input: Input): AppStreamFleet {
  const { Tags: _, ComputeCapacity, ...given } = input;
  const arn = `arn:aws:appstream:${call.location.region}:${call.location.accountId}`;
  return {
    FleetType: 'ALWAYS_ON',
    MaxUserDurationInSeconds: defaultUserDuration,
    DisconnectTimeoutInSeconds: 900,
    EnableDefaultInternetAccess: false,
    StreamView: 'APP',
    DisableIMDSV1: false,
    RootVolumeConfig: { VolumeSizeInGb: 200 },
    ...(input.ImageName && !input.ImageArn && { ImageArn: `${arn}:image/${input.ImageName}` }),
    ...given,
    IdleDisconnectTimeoutInSeconds: wholeMinutes(input.IdleDisconnectTimeoutInSeconds ?? 0),
    Arn: `${arn}:fleet/${input.Name}`,
    State: 'STOPPED',
    CreatedTime: new Date(call.now),
    ComputeCapacityStatus: { Desired: desiredInstances(ComputeCapacity ?? {}, input.MaxSessionsPerInstance ?? 1) },
  };
}
