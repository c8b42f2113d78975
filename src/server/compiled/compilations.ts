import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf, isCompilable } from './compilable.ts';
import { compilationWeight } from './compilation-weight.ts';
import { type Compiler, compilerIfLoaded, loadCompiler } from './compiler.ts';
import { type HoistedOperation, hoistArguments, schemaForHoisted } from './hoisted-arguments.ts';

/** An operation as compiled code. */
export interface CompiledOperation {
  readonly valuesFor: HoistedOperation['valuesFor'];
  readonly run: (
    root: unknown,
    context: unknown,
    values: Readonly<Record<string, unknown>>,
  ) => ExecutionResult | Promise<ExecutionResult>;
}

export interface CompilationLimits {
  /** Successes of an operation before it is compiled. */
  readonly successes: number;
  /** Limit of an operation's weight (see `compilationWeight`); heavier ones are never compiled. */
  readonly maxWeight: number;
  /** Limit of the weight of all compiled operations; the least recently used are evicted. */
  readonly maxTotalWeight: number;
}

/** A unit of weight is 0.1 ms of compiling and 8 kB of memory (measured 2026-11). */
export const COMPILATION_LIMITS: CompilationLimits = { successes: 3, maxWeight: 250, maxTotalWeight: 5_000 };

/** Compiled operations, in an LRU cache bounded by weight. */
export interface Compilations {
  /**
   * Finds or compiles an operation that has succeeded often enough; undefined if graphql-js has to execute it, as it does until
   * the compiler is loaded.
   */
  find(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): CompiledOperation | undefined;
  /** Counts a successful execution; the first one of a process loads the compiler. */
  succeeded(operation: OperationDefinitionNode): void;
  /** Excludes an operation for good, because its compiled code differs from graphql-js. */
  reject(operation: OperationDefinitionNode): void;
  readonly count: number;
  readonly totalWeight: number;
}

export function createCompilations(limits: CompilationLimits = COMPILATION_LIMITS): Compilations {
  // Keyed by object: the document cache returns the same parsed document for the same text.
  const successes = new WeakMap<OperationDefinitionNode, number>();
  const rejected = new WeakSet<OperationDefinitionNode>();
  const compiled = new LRUCache<OperationDefinitionNode, CompiledOperation>({ maxSize: limits.maxTotalWeight });

  function compile(
    compiler: Compiler,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ) {
    const fragments = fragmentsOf(document);
    const alone: DocumentNode = { ...document, definitions: [operation, ...fragments] };
    if (!isCompilable(alone)) return undefined;
    const weight = compilationWeight(schema, alone, limits.maxWeight);
    if (weight >= limits.maxWeight) return undefined;
    const hoisted = hoistArguments(schema, operation, fragments);
    const query = compiler.compileQuery(schemaForHoisted(schema), hoisted.document);
    if (!compiler.isCompiledQuery(query)) return undefined;
    const result: CompiledOperation = { valuesFor: hoisted.valuesFor, run: query.query as CompiledOperation['run'] };
    compiled.set(operation, result, { size: Math.max(1, weight) });
    return result;
  }

  return {
    find(schema, document, operation) {
      const known = compiled.get(operation);
      if (known || rejected.has(operation)) return known;
      if ((successes.get(operation) ?? 0) < limits.successes) return undefined;
      const compiler = compilerIfLoaded();
      if (!compiler) return undefined;
      const result = compile(compiler, schema, document, operation);
      if (!result) rejected.add(operation);
      return result;
    },
    succeeded(operation) {
      successes.set(operation, (successes.get(operation) ?? 0) + 1);
      // A compiler that cannot be loaded leaves all queries to graphql-js.
      if (!compilerIfLoaded()) loadCompiler().catch(() => {});
    },
    reject(operation) {
      rejected.add(operation);
      compiled.delete(operation);
    },
    get count() {
      return compiled.size;
    },
    get totalWeight() {
      return compiled.calculatedSize;
    },
  };
}
