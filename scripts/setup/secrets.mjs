import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refusal } from './refusal.mjs';

const FILE = 'secrets.json';

function create() {
  return {
    databasePassword: randomBytes(24).toString('hex'),
    encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
    controlToken: randomBytes(24).toString('hex'),
  };
}

/** The random secrets of one data folder, made once and readable by their owner alone. */
export function readSecrets(dataDir) {
  const file = path.join(dataDir, FILE);
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (error.code) throw error;
      throw refusal(`${file} is damaged. Restore it, or remove ${dataDir} to start afresh.`);
    }
  }
  if (existsSync(path.join(dataDir, 'postgres/PG_VERSION'))) {
    throw refusal(
      `${file} is missing, and the database beside it does not open without it. Restore it, or remove ${dataDir} to start afresh.`,
    );
  }
  const secrets = create();
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}
