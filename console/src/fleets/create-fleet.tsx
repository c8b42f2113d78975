import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { CreateFleetInput, createFleetMutation } from '../__generated__/createFleetMutation.graphql.ts';
import { showFlash } from '../app/flashes.ts';
import { commit } from '../relay/commit.ts';
import { wordsOf } from '../ui/names.ts';
import { FLEET_FIELDS, type FleetField, inputOf, type Values } from './fleet-fields.ts';

const MUTATION = graphql`
  mutation createFleetMutation($input: CreateFleetInput!) {
    createFleet(input: $input) {
      fleet {
        id
        name
        state
      }
      userErrors {
        message
        field
      }
    }
  }
`;

type Problem = createFleetMutation['response']['createFleet']['userErrors'][number];

/** Creates a fleet. What the gateway or AWS rejects stands at its field. */
export function CreateFleet({ close }: { readonly close: () => void }) {
  const environment = useRelayEnvironment();
  const [values, setValues] = useState<Values>({ fleetType: 'ON_DEMAND' });
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [isRunning, setIsRunning] = useState(false);
  const create = async () => {
    setIsRunning(true);
    try {
      const input = inputOf(values) as CreateFleetInput;
      const { createFleet } = await commit<createFleetMutation>(environment, MUTATION, { input });
      setProblems(createFleet.userErrors);
      if (createFleet.userErrors.length > 0) return;
      showFlash('created', { type: 'success', content: `Fleet ${input.name} was created. It is stopped.` });
      close();
    } catch (error) {
      setProblems([{ message: (error as Error).message, field: null }]);
    } finally {
      setIsRunning(false);
    }
  };
  const general = problems.filter((problem) => !FLEET_FIELDS.some(({ name }) => isAt(problem, name)));
  return (
    <Modal visible header="Create fleet" onDismiss={close} size="medium">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Form
          errorText={general.map(({ message }) => message).join(' ') || undefined}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={close}>
                Cancel
              </Button>
              <Button variant="primary" loading={isRunning}>
                Create fleet
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            {FLEET_FIELDS.map((field) => (
              <Field
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                error={problems
                  .filter((problem) => isAt(problem, field.name))
                  .map(({ message }) => message)
                  .join(' ')}
                onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              />
            ))}
            <Alert type="info">The fleet is created stopped, and costs nothing until it is started.</Alert>
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}

/** True if a problem is about a field: `['input', 'computeCapacity', 'desiredInstances']`. */
function isAt({ field }: Problem, name: string): boolean {
  const path = (field ?? []).filter((part) => part !== 'input').join('.');
  return path !== '' && (path === name || name.startsWith(`${path}.`) || path.startsWith(`${name}.`));
}

interface FieldProps {
  readonly field: FleetField;
  readonly value: string;
  readonly error: string;
  readonly onChange: (value: string) => void;
}

function Field({ field, value, error, onChange }: FieldProps) {
  const { label, description, options, isNumber } = field;
  return (
    <FormField label={label} description={description} errorText={error || undefined}>
      {options ? (
        <Select
          selectedOption={{ value, label: wordsOf(value) }}
          options={options.map((option) => ({ value: option, label: wordsOf(option) }))}
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        />
      ) : (
        <Input
          value={value}
          inputMode={isNumber ? 'numeric' : 'text'}
          onChange={({ detail }) => onChange(detail.value)}
        />
      )}
    </FormField>
  );
}
