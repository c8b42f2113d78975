import { validate } from 'graphql';
import { type DocumentLimits, documentRules } from './document-rules.ts';
import { asValidationError, outOfStack } from './too-complex.ts';

/**
 * Wraps a validation so that the limits are checked first. Some of graphql-js's rules take quadratic time, and one overflows the
 * stack on circular fragments, so they run only on documents within the limits.
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
        const rejection = outOfStack(error);
        if (!rejection) throw error;
        return [asValidationError(rejection)];
      }
    };
}
