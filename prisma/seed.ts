import { seedDemoStore } from '../app/boot/demo-store';
import { readEnv } from '../app/boot/env';
import { startServices } from '../app/boot/services';

/** Fills an empty installation with the demo store; run by the start script in the sandbox. */
const services = await startServices(readEnv(process.env));
try {
  await seedDemoStore(services);
} finally {
  await services.close();
}
