import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCanvas } from '@napi-rs/canvas';

const SIDE = 1_000;
const BLOBS = 240;

/** A photo of a thousand pixels a side with enough detail to weigh what a shop's photo weighs. */
function paint(hue: number): Buffer {
  const canvas = createCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  const ground = context.createLinearGradient(0, 0, SIDE, SIDE);
  ground.addColorStop(0, `hsl(${hue} 60% 85%)`);
  ground.addColorStop(1, `hsl(${hue} 60% 35%)`);
  context.fillStyle = ground;
  context.fillRect(0, 0, SIDE, SIDE);
  for (let blob = 0; blob < BLOBS; blob += 1) {
    context.fillStyle = `hsl(${(hue + blob * 7) % 360} 50% ${30 + (blob % 50)}% / 55%)`;
    context.beginPath();
    context.arc((blob * 137) % SIDE, (blob * 379) % SIDE, 8 + (blob % 40), 0, Math.PI * 2);
    context.fill();
  }
  return canvas.toBuffer('image/jpeg', 85);
}

export interface Photos {
  /** `http://127.0.0.1:port`; below it `/<number>.jpg` is one of four photos. */
  readonly origin: string;
  close(): void;
}

/** Serves photos as a shop's storage would. */
export async function servePhotos(): Promise<Photos> {
  const photos = [200, 20, 110, 290].map(paint);
  const server = http.createServer((request, response) => {
    const number = Number.parseInt((request.url ?? '').slice(1), 10);
    response.writeHead(200, { 'content-type': 'image/jpeg' });
    response.end(photos[number % photos.length]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
