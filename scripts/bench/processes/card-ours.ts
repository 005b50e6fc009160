import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createHttp } from '../../../app/adapters/http/request';
import { createProductImages } from '../../../app/adapters/images/product-images';
import { answering, sayReady } from './answering';
import { cardSpec } from './card-spec';
import { repeat } from './repeat';

/** The renderer of the product; its store forgets, so that every card is drawn. */
const { PHOTO_ORIGIN: origin = '' } = process.env;
const images = createProductImages({
  http: createHttp({ now: () => new Date(), allowedHosts: [new URL(origin).host] }),
  store: { get: () => Promise.resolve(null), put: () => Promise.resolve() },
  now: () => new Date(),
  hash: (text) => createHash('sha256').update(text).digest('hex'),
});

let unseen = 1_000_000;

/** The cart of a number; carts have no product in common. */
const draw = (items: number, cart: number) =>
  images.imageFor(cardSpec(origin, items, cart * items));

answering<{ items: number; carts: number }>('warm', async ({ items, carts }) => {
  for (let cart = 0; cart < carts; cart += 1) await draw(items, cart);
});
answering<{ seconds: number; items: number; carts: number }>('draw', ({ seconds, items, carts }) =>
  repeat(seconds, (number) => draw(items, number % carts)),
);
answering<{ seconds: number; items: number }>('draw-unseen', ({ seconds, items }) =>
  repeat(seconds, () => draw(items, (unseen += 1))),
);
answering<{ seconds: number; items: number; carts: number; lanes: number }>(
  'hold',
  async ({ seconds, items, carts, lanes }) => {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    await repeat(seconds, (number) => draw(items, number % carts), lanes);
    delays.disable();
    return delays.percentile(99) / 1_000_000;
  },
);
answering<{ items: number }>('card', async ({ items }) => (await draw(items, 0)).bytes);
sayReady(true);
