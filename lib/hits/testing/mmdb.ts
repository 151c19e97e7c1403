/**
 * A small database of countries in MaxMind's format (the MaxMind DB specification, version 2.0), for tests: IPv4
 * networks with a country each.
 */
export function mmdbOf(networks: Record<string, string>): Buffer {
  type Node = [Node | string | null, Node | string | null];
  const root: Node = [null, null];
  for (const [network, country] of Object.entries(networks)) {
    const [address, length] = network.split('/') as [string, string];
    const bits = address
      .split('.')
      .flatMap((byte) => [...Number(byte).toString(2).padStart(8, '0')].map(Number))
      .slice(0, Number(length));
    let node = root;
    for (const [i, bit] of bits.entries()) {
      const side = bit as 0 | 1;
      if (i === bits.length - 1) node[side] = country;
      else {
        if (!Array.isArray(node[side])) node[side] = [null, null];
        node = node[side] as Node;
      }
    }
  }
  const nodes: Node[] = [root];
  for (const node of nodes) for (const side of node) if (Array.isArray(side)) nodes.push(side);
  const data: Buffer[] = [];
  const offsets = new Map<string, number>();
  let length = 0;
  for (const country of new Set(Object.values(networks))) {
    offsets.set(country, length);
    const entry = map({ country: map({ iso_code: text(country) }) });
    data.push(entry);
    length += entry.length;
  }
  const record = (side: Node | string | null) => {
    const bytes = Buffer.alloc(3);
    const value =
      side === null
        ? nodes.length
        : typeof side === 'string'
          ? nodes.length + 16 + offsets.get(side)!
          : nodes.indexOf(side);
    bytes.writeUIntBE(value, 0, 3);
    return bytes;
  };
  const metadata = map({
    binary_format_major_version: unsigned(2),
    binary_format_minor_version: unsigned(0),
    build_epoch: unsigned(1),
    database_type: text('Test-Country'),
    description: map({ en: text('for tests') }),
    ip_version: unsigned(4),
    languages: Buffer.from([0x00, 0x04]),
    node_count: unsigned(nodes.length),
    record_size: unsigned(24),
  });
  return Buffer.concat([
    ...nodes.flatMap((node) => node.map(record)),
    Buffer.alloc(16),
    ...data,
    Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'),
    metadata,
  ]);
}

const text = (value: string) => Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
const unsigned = (value: number) => Buffer.from([(5 << 5) | 2, value >> 8, value & 0xff]);
const map = (entries: Record<string, Buffer>) =>
  Buffer.concat([
    Buffer.from([(7 << 5) | Object.keys(entries).length]),
    ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]),
  ]);
