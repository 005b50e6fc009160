import { brotliDecompressSync } from 'node:zlib';

/** Positions in the WOFF2 specification's list of known table tags (W3C WOFF 2.0, 4.1). */
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const ARBITRARY_TAG = 63;
const HEADER_BYTES = 48;

/**
 * The code points that a WOFF2 font really has glyphs for. The ranges beside a web font only say
 * when a browser should fetch it, and claim characters that draw as empty boxes.
 * @throws RangeError when the bytes are no WOFF2 font
 */
export function coverageOf(font: Buffer): ReadonlySet<number> {
  if (font.toString('latin1', 0, 4) !== 'wOF2') throw new RangeError('not a WOFF2 font');
  const directory = readDirectory(font);
  const tables = brotliDecompressSync(
    font.subarray(directory.end, directory.end + font.readUInt32BE(20)),
  );
  return readCmap(tables.subarray(directory.cmap));
}

interface Directory {
  /** Where the compressed tables begin in the file. */
  readonly end: number;
  /** Where cmap begins in the decompressed tables. */
  readonly cmap: number;
}

function readDirectory(font: Buffer): Directory {
  const cursor = { at: HEADER_BYTES };
  let offset = 0;
  let cmap = -1;
  for (let table = font.readUInt16BE(12); table > 0; table -= 1) {
    const flags = font.readUInt8(cursor.at);
    cursor.at += 1;
    const tag = flags & ARBITRARY_TAG;
    if (tag === ARBITRARY_TAG) cursor.at += 4;
    if (tag === CMAP) cmap = offset;
    const original = readBase128(font, cursor);
    offset += isTransformed(tag, flags >> 6) ? readBase128(font, cursor) : original;
  }
  if (cmap < 0) throw new RangeError('the font has no cmap');
  return { end: cursor.at, cmap };
}

/** For glyf and loca version 3 is the untouched one, for every other table version 0. */
const isTransformed = (tag: number, version: number): boolean =>
  tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;

function readBase128(font: Buffer, cursor: { at: number }): number {
  let value = 0;
  for (;;) {
    const byte = font.readUInt8(cursor.at);
    cursor.at += 1;
    value = value * 128 + (byte & 127);
    if (byte < 128) return value;
  }
}

/** Formats 4 (16 bit) and 12 (32 bit) are the two that current fonts carry (OpenType, cmap). */
function readCmap(cmap: Buffer): ReadonlySet<number> {
  const covered = new Set<number>();
  for (let record = cmap.readUInt16BE(2) - 1; record >= 0; record -= 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) readSegments(table, covered);
    if (format === 12) readGroups(table, covered);
  }
  return covered;
}

function readSegments(table: Buffer, covered: Set<number>): void {
  const size = table.readUInt16BE(6);
  const [ends, starts, deltas, offsets] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size];
  for (let at = 0; at < size; at += 2) {
    const start = table.readUInt16BE(starts + at);
    const end = Math.min(table.readUInt16BE(ends + at), 0xfffe);
    const delta = table.readUInt16BE(deltas + at);
    const offset = table.readUInt16BE(offsets + at);
    for (let code = start; code <= end; code += 1) {
      const glyph =
        offset === 0
          ? (code + delta) & 0xffff
          : table.readUInt16BE(offsets + at + offset + (code - start) * 2);
      if (glyph !== 0) covered.add(code);
    }
  }
}

function readGroups(table: Buffer, covered: Set<number>): void {
  const groups = table.readUInt32BE(12);
  for (let group = 0; group < groups; group += 1) {
    const at = 16 + group * 12;
    const end = table.readUInt32BE(at + 4);
    for (let code = table.readUInt32BE(at); code <= end; code += 1) covered.add(code);
  }
}
