import path from 'node:path';
import { stopCommands } from './command.mjs';
import { openDatabase } from './database.mjs';
import { serviceEnvironments } from './environments.mjs';
import { noteServer, stopLeftOverServers } from './left-overs.mjs';
import { takeLock } from './lock.mjs';
import { readEnvironment } from './places.mjs';
import { planPlaces, reachableHost, requireDataFolder, requireFreePort } from './plan.mjs';
import { prepareCheckout } from './prepare.mjs';
import { parentOf } from './process-table.mjs';
import { refusal, sentenceFor } from './refusal.mjs';
import { readSecrets } from './secrets.mjs';
import { runToEnd, startService } from './services.mjs';

const ORPHAN_CHECK_MS = 500;
/** What to undo, newest first. */
const running = [];
let stopping = false;

async function shutDown(exitCode, sentence) {
  if (stopping) return;
  stopping = true;
  if (sentence) console.error(sentence);
  stopCommands();
  for (const stop of running.reverse()) await Promise.resolve(stop()).catch(() => {});
  process.exit(exitCode);
}

/**
 * An npm that is killed outright cannot pass the signal on. Between npm and us there may be a shell,
 * which lives on; so two generations are watched.
 */
function followParent() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const line = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const before = line();
  const look = () => {
    if (line() !== before) void shutDown(0);
  };
  setInterval(look, ORPHAN_CHECK_MS).unref();
}

async function lockDataFolder({ dataDir, url }) {
  const lock = await takeLock(path.join(dataDir, 'ripresa.lock'), { url });
  if (lock.taken) return running.push(lock.release);
  const { pid, url: address } = lock.owner;
  throw refusal(
    `Ripresa already runs with the data in ${dataDir} (process ${pid ?? 'unknown'}${address ? `, ${address}` : ''}). Stop it, or choose another folder with RIPRESA_DATA_DIR.`,
  );
}

function startServers(places, environments) {
  const logFile = (name) => path.join(places.dataDir, 'logs', `${name}.log`);
  const onGivenUp = (why) => void shutDown(1, why);
  const start = (name) => {
    const env = environments[name];
    const service = startService({
      name,
      script: `build/${name}.js`,
      env,
      logFile: logFile(name),
      onLaunched: (pid) => noteServer(places.dataDir, pid),
      onGivenUp,
    });
    running.push(service.stop);
    return service;
  };
  return { sandbox: start('sandbox'), app: start('app'), logFile };
}

async function awaitReadiness({ places, environments, servers, isNew }) {
  const { sandbox, app, logFile } = servers;
  const gateway = `http://${reachableHost(places.host)}:${places.port}`;
  const appIsReady = app.ready(`${environments.sandbox.APP_URL}/healthz`);
  await sandbox.ready(`${gateway}/`);
  // On a new database the app creates the queue's tables first; two at once would collide.
  if (isNew) await appIsReady;
  const [script, env] = ['build/seed.js', environments.app];
  const seeded = runToEnd({ name: 'seed', script, env, logFile: logFile('seed') });
  await Promise.all([appIsReady, seeded]);
  await sandbox.ready(`${gateway}/healthz`);
}

async function start() {
  const environment = readEnvironment();
  const places = await planPlaces(environment);
  requireDataFolder(places.dataDir);
  await lockDataFolder(places);
  await stopLeftOverServers(places.dataDir);
  await requireFreePort(places);
  await prepareCheckout();
  const secrets = readSecrets(places.dataDir);
  const database = await openDatabase({
    environment,
    dataDir: places.dataDir,
    secrets,
    onGivenUp: (why) => void shutDown(1, why),
  });
  running.push(database.stop);
  const environments = await serviceEnvironments({ environment, places, secrets, database });
  const servers = startServers(places, environments);
  await awaitReadiness({ places, environments, servers, isNew: database.isNew });
  if (!stopping) console.log(`Ripresa is ready: ${places.url}`);
}

export async function main() {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void shutDown(0));
  followParent();
  try {
    await start();
  } catch (error) {
    await shutDown(1, sentenceFor(error));
  }
}
