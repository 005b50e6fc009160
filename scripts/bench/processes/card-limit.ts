import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { answering, sayReady } from './answering';
import { repeat } from './repeat';

/** Encoding alone: a finished card, turned into a JPEG again and again. */
const QUALITY = 82;
let card: Canvas = createCanvas(1, 1);

answering<{ bytes: Uint8Array }>('take', async ({ bytes }) => {
  const picture = await loadImage(Buffer.from(bytes));
  card = createCanvas(picture.width, picture.height);
  card.getContext('2d').drawImage(picture, 0, 0);
  card.getContext('2d').getImageData(0, 0, 1, 1);
});
answering<{ seconds: number }>('draw', ({ seconds }) =>
  repeat(seconds, () => card.encode('jpeg', QUALITY)),
);
sayReady(true);
