import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { setContractCodes } from '../errors/contract-codes.ts';

/** Gives validation errors, which Yoga answers by itself and with its own codes, the codes of the contract. */
export function useValidationCodes(): Plugin {
  return {
    onResultProcess({ result }) {
      for (const each of [result].flat() as ExecutionResult[]) setContractCodes(each);
    },
  };
}
