import { readFile } from 'node:fs/promises';
import { type Config, cannotUse } from '../../config/config.ts';
import type { Log } from '../../log/log.ts';
import type { Store } from '../store.ts';
import { reasonOf, StoreError } from '../store-error.ts';
import { openStore } from './open-store.ts';

/** Opens the configured store. @throws ConfigError when it, or the file of its password, cannot be used */
export async function openConfiguredStore(
  { store, storePasswordFile }: Pick<Config, 'store' | 'storePasswordFile'>,
  log: Log,
): Promise<Store> {
  if (storePasswordFile !== '') await checkPasswordFile(storePasswordFile);
  return openStore(store, log, storePasswordFile).catch(storeNotUsable);
}

/** The file is read again for each connection, so that a password can be changed. */
async function checkPasswordFile(path: string): Promise<void> {
  await readFile(path).catch((error: Error) => {
    throw cannotUse('storePasswordFile', path, error.message);
  });
}

/** Translates a failure of the store to one line for operators. @throws ConfigError */
export function storeNotUsable(error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  throw cannotUse('store', '', reasonOf(error));
}
