/** Package databases that are read. RPM's are databases of three formats, and are not. */
export type PackageManager = 'dpkg' | 'apk';

/** What a layer's package databases say. */
export interface PackageFacts {
  /** `id` is what files are listed under, which need not be the name. */
  readonly versions: readonly {
    readonly manager: PackageManager;
    readonly id: string;
    readonly name: string;
    readonly version: string;
    /** As its distribution calls it: amd64, x86_64, all. */
    readonly architecture?: string;
    /** The source package, where it has another name: what advisories are about. */
    readonly source?: string;
    /** As the database has it; dpkg's has none. */
    readonly license?: string;
  }[];
  readonly lists: readonly {
    readonly manager: PackageManager;
    readonly id: string;
    /** Absolute, as the package has them: folders may be links in the image. */
    readonly paths: readonly string[];
  }[];
}

const nothing: PackageFacts = { versions: [], lists: [] };

/** How a file of a package database is read; `name` is what the pattern takes out of the path. */
interface Database {
  readonly path: RegExp;
  /** Whether it says which packages there are, or only which files they have. */
  readonly names: boolean;
  readonly read: (text: string, name: string) => PackageFacts;
}

/** The first that fits is taken. */
const databases: readonly Database[] = [
  // Debian Policy, chapter 5 (control files); dpkg(1), "FILES". Distroless images have a file for each package instead.
  {
    path: /^\/var\/lib\/dpkg\/status$/,
    names: true,
    read: (text) => ({ ...nothing, versions: dpkgVersions(text) }),
  },
  {
    path: /^\/var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/,
    names: false,
    read: (text, id) =>
      dpkgList(
        id,
        text.split('\n').map((line) => `/${line.replace(/^[0-9a-f]{32} [ *]/, '')}`),
      ),
  },
  {
    path: /^\/var\/lib\/dpkg\/status\.d\/([^/]+)$/,
    names: true,
    read: (text, id) => ({ ...nothing, versions: dpkgVersions(text).map((one) => ({ ...one, id })) }),
  },
  {
    path: /^\/var\/lib\/dpkg\/info\/([^/:]+)(?::[^/:]+)?\.list$/,
    names: false,
    read: (text, id) => dpkgList(id, text.split('\n')),
  },
  // apk(5), "installed"; since apk-tools 3 below /usr.
  { path: /^\/(?:usr\/)?lib\/apk\/db\/installed$/, names: true, read: apkFacts },
];

/** Longer ones are not read: Debian's own status file of a whole desktop has a tenth of it. */
export const maxDatabaseBytes = 16 << 20;

type Reader = (text: string) => PackageFacts;

/** How to read a file of a package database; undefined for any other file. */
export function packageReader(path: string): Reader | undefined {
  return databaseOf(path)?.read;
}

/** The same, of those files alone that say which packages there are. */
export function packageNamesReader(path: string): Reader | undefined {
  const found = databaseOf(path);
  return found?.names === true ? found.read : undefined;
}

function databaseOf(path: string): { readonly names: boolean; readonly read: Reader } | undefined {
  for (const { path: pattern, names, read } of databases) {
    const found = pattern.exec(path);
    if (found !== null) return { names, read: (text) => read(text, found[1] ?? '') };
  }
  return undefined;
}

/** Whether a path belongs to an RPM database (rpm(8), "FILES"). */
export function isRpmDatabase(path: string): boolean {
  return /^\/(var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(Packages|Packages\.db|rpmdb\.sqlite)$/.test(
    path,
  );
}

function dpkgVersions(text: string): PackageFacts['versions'] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string): string =>
      new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(stanza)?.[1]?.trim() ?? '';
    const name = field('Package');
    const version = field('Version');
    // A removed package whose configuration is kept has a stanza too.
    const gone = / (not-installed|config-files)$/.test(field('Status'));
    if (name === '' || version === '' || gone) return [];
    // `glibc (2.36-9)` where the source has a version of its own.
    const [source = ''] = field('Source').split(' ');
    const more = defined({ architecture: field('Architecture'), source: source === name ? '' : source });
    return [{ manager: 'dpkg', id: name, name, version, ...more }];
  });
}

/** What has a text. */
function defined<Key extends string>(texts: Readonly<Record<Key, string>>): Partial<Record<Key, string>> {
  const said = Object.entries<string>(texts).filter(([, text]) => text !== '');
  return Object.fromEntries(said) as Partial<Record<Key, string>>;
}

function dpkgList(id: string, paths: readonly string[]): PackageFacts {
  return { ...nothing, lists: [{ manager: 'dpkg', id, paths: paths.filter((path) => path.length > 1) }] };
}

/** Records of lines `LETTER:VALUE` with an empty one between them: P name, V version, F a folder, R a file in it … */
function apkFacts(text: string): PackageFacts {
  const manager = 'apk';
  const all = text.split(/\n\n+/).flatMap((record) => {
    const fields = new Map<string, string>();
    let folder = '';
    const paths: string[] = [];
    for (const line of record.split('\n')) {
      const value = line.slice(2);
      if (line.startsWith('F:')) folder = value === '' ? '' : `/${value}`;
      else if (line.startsWith('R:')) paths.push(`${folder}/${value}`);
      else if (/^[A-Za-z]:/.test(line)) fields.set(line.slice(0, 1), value);
    }
    const field = (letter: string): string => fields.get(letter) ?? '';
    const [name, origin] = [field('P'), field('o')];
    if (name === '') return [];
    const source = origin === name ? '' : origin;
    const more = defined({ architecture: field('A'), source, license: field('L') });
    return [{ version: { manager, id: name, name, version: field('V'), ...more } as const, paths }];
  });
  return {
    versions: all.map(({ version }) => version),
    lists: all.map(({ version: { id }, paths }) => ({ manager, id, paths })),
  };
}
