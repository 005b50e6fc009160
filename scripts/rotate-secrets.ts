import { createCipher } from '../app/adapters/postgres/cipher';
import { createDatabase } from '../app/adapters/postgres/client';
import { rotateSecrets } from '../app/adapters/postgres/rotate-secrets';

/**
 * Encrypts every secret at rest anew with the first of ENCRYPTION_KEYS. Run it after putting a new
 * key in front; once it has answered, the old key can be removed.
 */
const { DATABASE_URL: url, ENCRYPTION_KEYS: keys } = process.env;
if (!url || !keys) {
  process.stderr.write('DATABASE_URL and ENCRYPTION_KEYS are needed.\n');
  process.exit(1);
}
const database = createDatabase(url, { max: 2 });
try {
  const count = await rotateSecrets(database, createCipher(keys));
  process.stdout.write(
    `${count} ${count === 1 ? 'secret' : 'secrets'} encrypted with the first key.\n`,
  );
} finally {
  await database.close();
}
