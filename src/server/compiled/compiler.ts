/** The functions of graphql-jit that the gateway uses. */
export type Compiler = Pick<typeof import('graphql-jit'), 'compileQuery' | 'isCompiledQuery'>;

let loaded: Compiler | undefined;
let loading: Promise<Compiler> | undefined;

/**
 * Loads graphql-jit, once a process; rejects if its package cannot be read. A hundred modules, most of them of a validator of
 * JSON schemas, which the start needs not wait for.
 */
export async function loadCompiler(): Promise<void> {
  loading ??= import('graphql-jit');
  loaded = await loading;
}

/** Returns graphql-jit if it is loaded; undefined otherwise. */
export function compilerIfLoaded(): Compiler | undefined {
  return loaded;
}
