export interface PhotoSize {
  readonly format: 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';
  /** Pixels, as stored: before an EXIF orientation is applied. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a photo's dimensions from its header, so that a picture that would fill the memory is
 * refused before it is decoded. Everything else (SVG, HTML, TIFF, HEIC …) is null: a content type
 * is a claim, the first bytes are the fact.
 */
export function readPhotoSize(bytes: Buffer): PhotoSize | null {
  try {
    for (const read of [readPng, readJpeg, readGif, readWebp, readAvif]) {
      const size = read(bytes);
      if (size && size.width > 0 && size.height > 0) return size;
    }
  } catch (error) {
    // A header that ends too early.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

const textAt = (bytes: Buffer, start: number, end: number): string =>
  bytes.toString('latin1', start, end);

function readPng(bytes: Buffer): PhotoSize | null {
  if (textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(bytes, 12, 16) !== 'IHDR') return null;
  return { format: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function readGif(bytes: Buffer): PhotoSize | null {
  if (!/^GIF8[79]a/.test(textAt(bytes, 0, 6))) return null;
  return { format: 'gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** Markers that start a frame: C0–CF without DHT, JPG and DAC (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readJpeg(bytes: Buffer): PhotoSize | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at < bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (isFrame(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return { format: 'jpeg', width, height };
    }
    at += segmentLength(bytes, at, marker);
  }
  return null;
}

/** Fill bytes and markers without a body carry no length (ITU-T T.81, B.1.1). */
function segmentLength(bytes: Buffer, at: number, marker: number): number {
  if (marker === 0xff) return 1;
  if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) return 2;
  return 2 + bytes.readUInt16BE(at + 2);
}

function readWebp(bytes: Buffer): PhotoSize | null {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 12) !== 'WEBP') return null;
  const chunk = textAt(bytes, 12, 16);
  if (chunk === 'VP8X') {
    return webp(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  }
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return webp((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (chunk !== 'VP8 ') return null;
  return webp(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
}

const webp = (width: number, height: number): PhotoSize => ({ format: 'webp', width, height });

/**
 * A grid AVIF names the size of each of its tiles and of the whole in `ispe` boxes (ISO 23008-12):
 * the largest width and height bound them all.
 */
function readAvif(bytes: Buffer): PhotoSize | null {
  if (textAt(bytes, 4, 8) !== 'ftyp' || !/avi[fs]/.test(textAt(bytes, 8, 64))) return null;
  let [width, height] = [0, 0];
  for (let at = bytes.indexOf('ispe'); at > 0; at = bytes.indexOf('ispe', at + 4)) {
    width = Math.max(width, bytes.readUInt32BE(at + 8));
    height = Math.max(height, bytes.readUInt32BE(at + 12));
  }
  return { format: 'avif', width, height };
}
