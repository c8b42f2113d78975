import type { Client, CommandImpl, SmithyResolvedConfiguration } from '@smithy/core/client';
import type { AwsClient, AwsWrite, Cacheable } from '../aws/client.ts';

/** Options of one SDK client call. */
interface Options {
  abortSignal?: AbortSignal;
}

/** Response of an SDK client. */
interface Answer {
  $metadata: object;
}

/** Command class of an SDK client. Its name is the operation's name and `Command`. */
type CommandClass<
  Input extends Inputs,
  Output extends Outputs,
  Config extends SmithyResolvedConfiguration<Options>,
  Inputs extends object,
  Outputs extends Answer,
> = new (input: Input) => CommandImpl<Input, Output, Config, Inputs, Outputs>;

/** Properties of a read operation. */
export interface ReadOperation<Input, Output extends object>
  extends Pick<Cacheable<Output>, 'kind' | 'isTransitional'> {
  /** True if an input lists resources, rather than looking them up by name. @default always */
  readonly isList?: (input: Input) => boolean;
}

/** Properties of a write operation. */
export type WriteOperation = Pick<AwsWrite, 'changes' | 'isIdempotent'>;

/** Sends one command. @param resumes whether the input's token is from a client's cursor: see `AwsRead` */
export type SendRead<Input, Output> = (input: Input, resumes?: boolean) => Promise<Output>;
/** Sends one command. @param onSend called just before each attempt: see `AwsWrite` */
type SendWrite<Input, Output> = (input: Input, onSend?: () => void) => Promise<Output>;

/**
 * Creates functions that send one type of command each through the AWS pipeline. Input and output types are inferred from
 * the SDK's command class.
 *
 * @example const { read } = commands(client, aws);
 * const describeStacks = read(DescribeStacksCommand, { kind: 'stacks', isList: ({ Names }) => !Names });
 */
export function commands<
  Inputs extends object,
  Outputs extends Answer,
  Config extends SmithyResolvedConfiguration<Options>,
>(client: Client<Options, Inputs, Outputs, Config>, aws: AwsClient) {
  return {
    read<Input extends Inputs, Output extends Outputs>(
      Command: CommandClass<Input, Output, Config, Inputs, Outputs>,
      { isList = () => true, ...cacheable }: ReadOperation<Input, Output>,
    ): SendRead<Input, Output> {
      const operation = operationOf(Command);
      return (input, resumes) =>
        aws.read({ ...cacheable, operation, input, resumes, isList: isList(input) }, (abortSignal) =>
          client.send(new Command(input), { abortSignal }),
        );
    },
    write<Input extends Inputs, Output extends Outputs>(
      Command: CommandClass<Input, Output, Config, Inputs, Outputs>,
      effects: WriteOperation,
    ): SendWrite<Input, Output> {
      const operation = operationOf(Command);
      return (input, onSend) =>
        aws.write({ ...effects, operation, input, onSend }, (abortSignal) =>
          client.send(new Command(input), { abortSignal }),
        );
    },
  };
}

function operationOf({ name }: { readonly name: string }): string {
  return name.slice(0, -'Command'.length);
}
