import { emptyDatabase } from '#adapters/postgres/empty-database';
import { seedDemoStore } from './demo-store';
import type { Services } from './service-list';

/** Empties a rehearsal and starts it anew, on real time. Nothing may be at work meanwhile. */
export async function restartRehearsal(services: Services): Promise<void> {
  const { rehearsal, queue, database } = services;
  if (!rehearsal) throw new Error('this process runs on the system clock');
  await queue.clear();
  await emptyDatabase(database.sql);
  rehearsal.reset();
  await seedDemoStore(services);
}
