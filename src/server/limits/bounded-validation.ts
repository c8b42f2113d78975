import { validate } from 'graphql';
import { type DocumentLimits, documentRules } from './document-rules.ts';
import { asValidationError, outOfStack } from './too-complex.ts';

/**
 * Puts the limits before a validation. Some of graphql-js's rules take the square of what they are given, and one runs
 * out of stack on circular fragments; they see only what the limits let through.
 */
export function boundedValidation(limits: DocumentLimits): (validation: typeof validate) => typeof validate {
  const groups = documentRules(limits);
  return (validation) =>
    (schema, document, ...rest) => {
      for (const rules of groups) {
        const errors = validate(schema, document, rules);
        if (errors.length > 0) return errors;
      }
      try {
        return validation(schema, document, ...rest);
      } catch (error) {
        const refusal = outOfStack(error);
        if (!refusal) throw error;
        return [asValidationError(refusal)];
      }
    };
}
