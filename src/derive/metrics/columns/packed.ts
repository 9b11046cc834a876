// Pure: what the database packed, as numbers. It writes the highest byte first; processors want the lowest.

/** Four bytes each. */
export function integers(base64: string): Int32Array {
  const bytes = aligned(base64);
  bytes.swap32();
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** Eight bytes each. */
export function floats(base64: string): Float64Array {
  const bytes = aligned(base64);
  bytes.swap64();
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
}

/** Small buffers may share memory, and begin anywhere in it. */
function aligned(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
}
