import { crc32 } from 'node:zlib';

/** A zip archive of one file, stored as it is, readable by everyone. */
export function zip(name: string, text: string): Buffer {
  const [path, data] = [Buffer.from(name), Buffer.from(text)];
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(data), 0);
  sizes.writeUInt32LE(data.length, 4);
  sizes.writeUInt32LE(data.length, 8);
  const names = Buffer.alloc(4);
  names.writeUInt16LE(path.length, 0);
  // Version 2.0, no flags, stored, 1980-01-01.
  const common = Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, sizes, names, path, data]);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    Buffer.from([20, 3]),
    common,
    sizes,
    names,
    attributes,
    path,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
