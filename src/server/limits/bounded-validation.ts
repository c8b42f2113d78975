import type { DocumentNode, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import { type DocumentLimits, documentRules } from './document-rules.ts';
import { asValidationError, outOfStack } from './too-complex.ts';
import { validateDefinitions, validateDocument } from './validate-document.ts';

/** Returns the errors of a document. @param rules those of graphql-js by default */
export type Validation = (
  schema: GraphQLSchema,
  document: DocumentNode,
  rules?: readonly ValidationRule[],
) => readonly GraphQLError[];

/**
 * Creates a validation that checks the limits first. Some of graphql-js's rules take quadratic time, and one overflows the
 * stack on circular fragments, so they run only on documents within the limits.
 */
export function boundedValidation(limits: DocumentLimits): Validation {
  const groups = documentRules(limits);
  return (schema, document, rules) => {
    for (const group of groups) {
      const errors = validateDefinitions(schema, document, group);
      if (errors.length > 0) return errors;
    }
    try {
      return validateDocument(schema, document, rules);
    } catch (error) {
      const rejection = outOfStack(error);
      if (!rejection) throw error;
      return [asValidationError(rejection)];
    }
  };
}
