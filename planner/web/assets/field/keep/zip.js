// A ZIP of what lies here, nothing compressed: photos are already (APPNOTE.TXT, 4.3: local headers, directory, its end).

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ n >>> 1 : n >>> 1;
  return n;
});
const UTF8_NAMES = 0x0800;

/** @param {Uint8Array} bytes */
function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ crc >>> 8;
  return ~crc >>> 0;
}

/**
 * Numbers as a ZIP writes them: `[value, bytes]`, little end first.
 * @param {[number, number][]} numbers
 */
function packed(numbers) {
  const bytes = [];
  for (let [value, size] of numbers) {
    for (; size > 0; size--, value = Math.floor(value / 256)) bytes.push(value % 256);
  }
  return Uint8Array.from(bytes);
}

/**
 * @param {{name: string, bytes: Uint8Array<ArrayBuffer>}[]} files
 * @returns {Blob}
 */
export function zipOf(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    /** @type {[number, number][]} */
    const common = [[20, 2], [UTF8_NAMES, 2], [0, 2], [0, 2], [0x21, 2], [crcOf(bytes), 4], [bytes.length, 4], [
      bytes.length,
      4,
    ], [
      path.length,
      2,
    ], [0, 2]];
    const local = packed([[0x04034b50, 4], ...common]);
    parts.push(local, path, bytes);
    directory.push(packed([[0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), path);
    offset += local.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [
    0,
    2,
  ]]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}
