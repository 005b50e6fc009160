import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 1980, the first day that the format knows: equal files make equal archives. */
const DAY = 0x21;
const DEFLATED = 8;
const UTF8 = 0x800;

function record(signature, fields) {
  const sizes = fields.map(([size]) => size);
  const bytes = Buffer.alloc(4 + sizes.reduce((sum, size) => sum + size, 0));
  bytes.writeUInt32LE(signature);
  let at = 4;
  for (const [size, value] of fields) {
    bytes.writeUIntLE(value, at, size);
    at += size;
  }
  return bytes;
}

/** What both places say of a file: version, flags, method, time, day, checksum, sizes, name. */
const about = (file) => [
  ...[
    [2, 20],
    [2, UTF8],
    [2, DEFLATED],
    [2, 0],
    [2, DAY],
  ],
  ...[
    [4, file.checksum],
    [4, file.packed.length],
    [4, file.size],
    [2, file.name.length],
    [2, 0],
  ],
];

const localEntry = (file) =>
  Buffer.concat([record(0x04034b50, about(file)), file.name, file.packed]);

const centralEntry = (file, at) =>
  Buffer.concat([
    record(0x02014b50, [[2, 20], ...about(file), [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]),
    file.name,
  ]);

function readEntry(folder, name) {
  const bytes = readFileSync(path.join(folder, name));
  const place = path.posix.join(path.basename(folder), name.split(path.sep).join('/'));
  return {
    name: Buffer.from(place),
    size: bytes.length,
    checksum: crc32(bytes),
    packed: deflateRawSync(bytes),
  };
}

/** A folder as the zip archive that WordPress takes: its name is the first part of every path. */
export function zipOf(folder) {
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort()
    .map((name) => readEntry(folder, name));
  const locals = files.map(localEntry);
  let at = 0;
  const centrals = locals.map((local, index) => {
    const entry = centralEntry(files[index], at);
    at += local.length;
    return entry;
  });
  const central = Buffer.concat(centrals);
  const count = files.length;
  const end = [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, central.length],
    [4, at],
    [2, 0],
  ];
  return Buffer.concat([...locals, central, record(0x06054b50, end)]);
}
