import { expect } from 'vitest';
import { merchantPages } from '../../../app/doors/merchant-pages';
import { outside } from '../../support/outside';
import { startRehearsal } from '../../support/rehearsal';
import { Browser } from './browser';
import { startWordPress } from './wordpress';

/** WordPress with the plugin, the whole product beside it, a merchant who is logged in, and a mug. */
export async function startStoreAndApp() {
  const store = await startWordPress();
  const { host } = new URL(store.url);
  const rehearsal = await startRehearsal({
    ...{ pages: merchantPages, host: '127.0.0.1', sites: [host] },
  });
  const world = outside(rehearsal);
  const merchant = new Browser(store.url);
  await merchant.logIn('admin', 'admin');
  const mug = await store.php<number>(
    "return stub_save_product(['name' => 'Tazza', 'meta' => ['_price' => '30.10']]);",
  );
  return {
    ...{ store, rehearsal, world, merchant, mug },
    /** What the plugin has to tell reaches the app, and all that follows from it happens. */
    deliver: async (): Promise<void> => {
      await store.php('stub_run_queue(); Ripresa\\Outbox\\Delivery::runAll(); return true;');
      await world.advance(0);
    },
    /** Fails when WordPress had anything to complain of. */
    close: async (): Promise<void> => {
      const complaints = store.complaints();
      await rehearsal.close();
      store.stop();
      expect(complaints).toBe('');
    },
  };
}

export type StoreAndApp = Awaited<ReturnType<typeof startStoreAndApp>>;
