import { execFileSync, spawnSync } from 'node:child_process';

/** What binutils' readelf says of a file, in the words of src/binary. */
export interface Readelf {
  readonly class: number;
  readonly endian: string;
  readonly type: string;
  readonly machine: string;
  readonly entry: number;
  readonly flags: number;
  readonly segments: number;
  readonly sections: readonly string[];
  readonly interpreter: string | undefined;
  readonly neededLibraries: readonly string[];
  readonly libraryPaths: readonly string[];
  /** Flags of GNU_STACK, such as `RW` or `RWE`; undefined without one. */
  readonly stack: string | undefined;
  readonly relro: boolean;
  readonly bindsNow: boolean;
}

/** What a test passes to its `skip` option. */
export function lacksReadelf(): string | false {
  const { error } = spawnSync('readelf', ['--version']);
  return error === undefined ? false : 'readelf (binutils) is not on this machine';
}

export function readelf(path: string): Readelf {
  const text = execFileSync('readelf', ['-hlSdW', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const one = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.trim();
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  return {
    class: one(/Class: +(.*)/) === 'ELF64' ? 64 : 32,
    endian: /Data:.*big endian/.test(text) ? 'big' : 'little',
    type: one(/Type: +(\w+)/) ?? '',
    machine: one(/Machine: +(.*)/) ?? '',
    entry: Number(one(/Entry point address: +(\S+)/)),
    flags: Number(one(/Flags: +(0x[0-9a-f]+)/)),
    segments: Number(one(/Number of program headers: +(\d+)/)),
    sections: all(/^ +\[ *\d+\] (\S+|(?= +NULL))/gm),
    interpreter: one(/Requesting program interpreter: (.*)\]/),
    neededLibraries: all(/\(NEEDED\).*\[(.*)\]/g),
    libraryPaths: all(/\((?:RUNPATH|RPATH)\).*\[(.*)\]/g).flatMap((path) => path.split(':')),
    stack: one(/GNU_STACK(?: +0x[0-9a-f]+){5} +([RWE ]+?) +0x/)?.replaceAll(' ', ''),
    relro: /^ +GNU_RELRO/m.test(text),
    bindsNow: /BIND_NOW|Flags:.*\bNOW\b/.test(text),
  };
}

/** Bytes in the file of each section, by name. */
export function sectionBytes(path: string): ReadonlyMap<string, number> {
  const rows = sectionTable(path).matchAll(/^ +\[ *\d+\] (\S+) +(\S+) +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) /gm);
  return new Map(
    [...rows].map(([, name = '', type, size = '']) => [
      name,
      type === 'NOBITS' ? 0 : Number.parseInt(size, 16),
    ]),
  );
}

/** Bytes in the file of each section that a started program has in its memory (gABI, sh_flags: SHF_ALLOC), by name. */
export function loadedSections(path: string): ReadonlyMap<string, number> {
  const rows = sectionTable(path).matchAll(
    /^ +\[ *\d+\] (\S+) +(?!NOBITS)\S+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) [0-9a-f]+ +\w*A/gm,
  );
  return new Map([...rows].map(([, name = '', size]) => [name, Number.parseInt(size ?? '', 16)]));
}

function sectionTable(path: string): string {
  return execFileSync('readelf', ['-SW', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
