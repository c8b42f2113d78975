import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import { LOCAL_CERTIFICATE, LOCAL_CERTIFICATE_KEY } from '../support/certificate.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

/** Makes the server of the tests accept TLS, too. @param url of a database of it */
async function acceptTls(url: string): Promise<void> {
  const store = await openPostgresStore(url, '');
  const write = (text: string, file: string) =>
    // The server rejects a key that others may read.
    store.sql.run(
      `copy (select unnest(string_to_array(rtrim('${text}', chr(10)), chr(10)))) to program 'umask 077; cat > ${file}'`,
    );
  await write(LOCAL_CERTIFICATE, 'server.crt');
  await write(LOCAL_CERTIFICATE_KEY, 'server.key');
  await store.sql.run('alter system set ssl = on');
  await store.sql.run('select pg_reload_conf()');
  await expect.poll(() => store.sql.all('show ssl')).toEqual([{ ssl: 'on' }]);
  await store.close();
}

test.skipIf(POSTGRES === null)(
  `A store by sslmode=verify-full uses TLS, and only with a server that the certificate is of${reason}`,
  async () => {
    const url = await createDatabase();
    await acceptTls(url);
    const ca = join(temporaryFolder(), 'ca.pem');
    writeFileSync(ca, LOCAL_CERTIFICATE);
    const named = url.replace('127.0.0.1', 'localhost');
    const store = await openPostgresStore(`${named}?sslmode=verify-full&sslrootcert=${ca}`, '');
    onTestFinished(() => store.close());
    expect(await store.sql.all('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toEqual([{ ssl: true }]);

    const rejected = async (other: string) =>
      (await openPostgresStore(other, '').then(
        (opened) => opened.close(),
        ({ message }: Error) => message,
      )) ?? 'opened';
    expect(await rejected(`${named}?sslmode=verify-full`)).toMatch(/self-signed certificate/);
    expect(await rejected(`${url}?sslmode=verify-full&sslrootcert=${ca}`)).toMatch(/does not match certificate/);
  },
);
