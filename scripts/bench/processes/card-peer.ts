import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { answering, sayReady } from './answering';
import { repeat } from './repeat';

/**
 * The usual way to pictures of a page: satori lays out markup as SVG, resvg paints it. The photos
 * are downloaded and cut to size beforehand, and the JPEG comes from our own encoder, so that only
 * the way of drawing is compared.
 */
const WIDTH = 1_200;
const HEIGHT = 628;
const QUALITY = 82;
const { PHOTO_ORIGIN: origin = '' } = process.env;
const packages = createRequire(import.meta.url);

const fonts = ([400, 700] as const).map((weight) => ({
  name: 'Noto Sans',
  weight,
  style: 'normal' as const,
  data: readFileSync(
    packages.resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff`),
  ),
}));

interface Markup {
  readonly type: string;
  readonly props: {
    readonly style?: object;
    readonly src?: string;
    readonly children?: string | readonly Markup[];
  };
}

const box = (style: object, children: string | readonly Markup[] = []): Markup => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children },
});

async function tile(number: number, side: number): Promise<string> {
  const answer = await fetch(`${origin}/${number}.jpg`);
  const photo = await loadImage(Buffer.from(await answer.arrayBuffer()));
  const canvas = createCanvas(side, side);
  canvas.getContext('2d').drawImage(photo, 0, 0, side, side);
  return `data:image/jpeg;base64,${canvas.toBuffer('image/jpeg', 90).toString('base64')}`;
}

const photo = (src: string, side: number): Markup => ({
  type: 'img',
  props: { src, style: { width: side, height: side } },
});

function panel(items: number): Markup {
  const line = { fontSize: 30, color: '#666', marginBottom: 18 };
  return box({ flexDirection: 'column', padding: 40, width: WIDTH - HEIGHT }, [
    box(line, 'You left something behind'),
    box(
      { fontSize: 44, fontWeight: 700, marginBottom: 24 },
      'Merino Wool Crew Neck Sweater – Navy',
    ),
    box({ fontSize: 60, fontWeight: 700, color: '#1b6b5a' }, `€${(89 * items).toFixed(2)}`),
    box(
      { fontSize: 32, color: '#999', textDecoration: 'line-through' },
      `€${(119 * items).toFixed(2)}`,
    ),
    box({ ...line, marginTop: 40 }, 'Example Woollens'),
  ]);
}

const badge = box(
  {
    ...{ position: 'absolute', left: 32, top: 32, padding: '12px 30px', borderRadius: 40 },
    ...{ background: '#1b6b5a', color: '#fff', fontSize: 42, fontWeight: 700 },
  },
  '−25 %',
);

const cardMarkup = (tiles: readonly string[]): Markup =>
  box({ width: WIDTH, height: HEIGHT, background: '#fff', fontFamily: 'Noto Sans' }, [
    box(
      { width: HEIGHT, height: HEIGHT, flexWrap: 'wrap' },
      tiles.map((src) => photo(src, tiles.length === 1 ? HEIGHT : HEIGHT / 2)),
    ),
    panel(tiles.length),
    badge,
  ]);

async function draw(tiles: readonly string[]): Promise<Buffer> {
  const markup = cardMarkup(tiles) as unknown as Parameters<typeof satori>[0];
  const svg = await satori(markup, { width: WIDTH, height: HEIGHT, fonts });
  const { pixels, width, height } = new Resvg(svg).render();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(pixels);
  context.putImageData(image, 0, 0);
  return canvas.encode('jpeg', QUALITY);
}

answering<{ seconds: number; items: number }>('draw', async ({ seconds, items }) => {
  const side = items === 1 ? HEIGHT : HEIGHT / 2;
  const tiles = await Promise.all(Array.from({ length: items }, (_, at) => tile(at, side)));
  return repeat(seconds, () => draw(tiles));
});
sayReady(true);
