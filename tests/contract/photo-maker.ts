import { crc32, deflateSync } from 'node:zlib';

/** A JPEG with an EXIF orientation (1 to 8) written in front of its other segments. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.alloc(36);
  exif.writeUInt16BE(0xffe1, 0);
  exif.writeUInt16BE(34, 2);
  exif.write('Exif\0\0MM', 4, 'latin1');
  exif.writeUInt16BE(42, 12);
  exif.writeUInt32BE(8, 14);
  exif.writeUInt16BE(1, 18);
  exif.writeUInt16BE(0x0112, 20);
  exif.writeUInt16BE(3, 22);
  exif.writeUInt32BE(1, 24);
  exif.writeUInt16BE(orientation, 28);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** The first bytes of a PNG that claims a size; there are no pixels behind them. */
export const giantPngHeader = (width: number, height: number): Buffer =>
  Buffer.concat([PNG_MAGIC, pngHeader(width, height, { depth: 8, kind: 6 })]);

/** A square PNG, its left half red and its right half blue, in a few kilobytes. */
export function twoHalvesPng(side: number): Buffer {
  const row = Buffer.alloc(1 + side / 8);
  row.fill(0xff, 1 + side / 16);
  const rows = Buffer.concat(Array.from({ length: side }, () => row));
  return Buffer.concat([
    PNG_MAGIC,
    pngHeader(side, side, { depth: 1, kind: 3 }),
    pngChunk('PLTE', Buffer.of(200, 30, 30, 30, 60, 200)),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const PNG_MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function pngHeader(width: number, height: number, as: { depth: number; kind: number }): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.writeUInt8(as.depth, 8);
  body.writeUInt8(as.kind, 9);
  return pngChunk('IHDR', body);
}

function pngChunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** An animated WebP (WebP container specification) from still ones of the same square size. */
export function animatedWebp(stills: readonly Buffer[], side: number): Buffer {
  const extended = Buffer.alloc(10);
  extended.writeUInt8(0b10, 0);
  extended.writeUIntLE(side - 1, 4, 3);
  extended.writeUIntLE(side - 1, 7, 3);
  const frames = stills.map((still) => {
    const head = Buffer.alloc(16);
    head.writeUIntLE(side - 1, 6, 3);
    head.writeUIntLE(side - 1, 9, 3);
    head.writeUIntLE(100, 12, 3);
    return chunk('ANMF', Buffer.concat([head, bitstream(still)]));
  });
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', extended),
    chunk('ANIM', Buffer.alloc(6)),
    ...frames,
  ]);
  return chunk('RIFF', body);
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** The VP8 or VP8L chunk of a still WebP. */
function bitstream(still: Buffer): Buffer {
  let at = 12;
  while (at < still.length) {
    const name = still.toString('latin1', at, at + 4);
    const length = still.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (name === 'VP8 ' || name === 'VP8L') return still.subarray(at, end);
    at = end;
  }
  throw new RangeError('no picture in the WebP');
}
