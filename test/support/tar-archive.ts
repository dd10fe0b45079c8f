import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly name: string;
  readonly content?: Buffer | string;
  readonly mode?: number;
  /** ustar type flag; '0' is a file. */
  readonly type?: string;
  readonly linkTo?: string;
}

/** A ustar archive (POSIX pax, "ustar Interchange Format"), made by hand so that it can also be wrong. */
export function makeTar(entries: readonly TarEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { name, content = '', mode = 0o644, type = '0', linkTo = '' } of entries) {
    const data = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(`${type}`, 156);
    header.write(linkTo, 157, 100);
    header.write('ustar\x0000', 257);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A pax record `LENGTH KEY=VALUE\n`, whose length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const digits = String(rest.length + 1).length;
  const length = rest.length + digits;
  return `${String(length).length > digits ? length + 1 : length}${rest}`;
}

/** A Go distribution as go.dev offers it: everything below `go/`. */
export function goDistribution(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([path, content]) => ({
    name: `go/${path.replace('_go.mod', 'go.mod')}`,
    content,
    mode: /^(bin|pkg\/tool)\//.test(path) ? 0o755 : 0o644,
  }));
  return gzipSync(makeTar([{ name: 'go/', type: '5', mode: 0o755 }, ...entries]));
}
