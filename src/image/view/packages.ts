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
  readonly read: (text: string, name: string) => PackageFacts;
}

/** The first that fits is taken. */
const databases: readonly Database[] = [
  // Debian Policy, chapter 5 (control files); dpkg(1), "FILES". Distroless images have a file for each package instead.
  { path: /^\/var\/lib\/dpkg\/status$/, read: (text) => ({ ...nothing, versions: dpkgVersions(text) }) },
  {
    path: /^\/var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/,
    read: (text, id) =>
      dpkgList(
        id,
        text.split('\n').map((line) => `/${line.replace(/^[0-9a-f]{32} [ *]/, '')}`),
      ),
  },
  {
    path: /^\/var\/lib\/dpkg\/status\.d\/([^/]+)$/,
    read: (text, id) => ({ ...nothing, versions: dpkgVersions(text).map((one) => ({ ...one, id })) }),
  },
  {
    path: /^\/var\/lib\/dpkg\/info\/([^/:]+)(?::[^/:]+)?\.list$/,
    read: (text, id) => dpkgList(id, text.split('\n')),
  },
  // apk(5), "installed"; since apk-tools 3 below /usr.
  { path: /^\/(?:usr\/)?lib\/apk\/db\/installed$/, read: apkFacts },
];

/** Longer ones are not read: Debian's own status file of a whole desktop has a tenth of it. */
export const maxDatabaseBytes = 16 << 20;

/** How to read a file of a package database; undefined for any other file. */
export function packageReader(path: string): ((text: string) => PackageFacts) | undefined {
  for (const database of databases) {
    const found = database.path.exec(path);
    if (found !== null) return (text) => database.read(text, found[1] ?? '');
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
    return name === '' || version === '' || gone ? [] : [{ manager: 'dpkg', id: name, name, version }];
  });
}

function dpkgList(id: string, paths: readonly string[]): PackageFacts {
  return { ...nothing, lists: [{ manager: 'dpkg', id, paths: paths.filter((path) => path.length > 1) }] };
}

/** Records of lines `LETTER:VALUE` with an empty one between them: P name, V version, F a folder, R a file in it. */
function apkFacts(text: string): PackageFacts {
  const all = text.split(/\n\n+/).flatMap((record) => {
    let [name, version, folder] = ['', '', ''];
    const paths: string[] = [];
    for (const line of record.split('\n')) {
      const value = line.slice(2);
      if (line.startsWith('P:')) name = value;
      if (line.startsWith('V:')) version = value;
      if (line.startsWith('F:')) folder = value === '' ? '' : `/${value}`;
      if (line.startsWith('R:')) paths.push(`${folder}/${value}`);
    }
    return name === '' ? [] : [{ name, version, paths }];
  });
  const manager = 'apk';
  return {
    versions: all.map(({ name, version }) => ({ manager, id: name, name, version })),
    lists: all.map(({ name, paths }) => ({ manager, id: name, paths })),
  };
}
