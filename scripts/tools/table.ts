/** How a real tool that the tests run is had. Versions are tried in order; the first is the pinned one. */
export type Source =
  /** A program in one of these Debian packages (the name differs between releases). `files`: where it lies inside. */
  | { readonly kind: 'debian'; readonly packages: readonly string[]; readonly files: readonly string[] }
  /** A main package, compiled from the module proxy. */
  | { readonly kind: 'go-program'; readonly importPath: string; readonly versions: readonly string[] }
  /** A module's folder: files to read, not a program. */
  | { readonly kind: 'go-module'; readonly modulePath: string; readonly versions: readonly string[] }
  /** The Go toolchain: the machine's own when it is new enough, else what Slipway itself fetches. */
  | { readonly kind: 'go'; readonly atLeast: string };

export interface Tool {
  readonly name: string;
  readonly source: Source;
  /** What is left out of `npm test` without it. */
  readonly neededBy: string;
}

function qemu(machine: string): Tool {
  return {
    name: `qemu-${machine}`,
    source: {
      kind: 'debian',
      packages: ['qemu-user-static', 'qemu-user'],
      files: [`usr/bin/qemu-${machine}-static`, `usr/bin/qemu-${machine}`],
    },
    neededBy: `running ${machine} files`,
  };
}

export const tools: readonly Tool[] = [
  { name: 'go', source: { kind: 'go', atLeast: '1.26' }, neededBy: 'every test that compiles' },
  {
    name: 'crane',
    source: {
      kind: 'go-program',
      importPath: 'github.com/google/go-containerregistry/cmd/crane',
      versions: ['v0.22.1', 'v0.21.9', 'v0.21.8', 'v0.20.6'],
    },
    neededBy: 'validation by another implementation, and the test registry',
  },
  {
    name: 'image-spec',
    source: { kind: 'go-module', modulePath: 'github.com/opencontainers/image-spec', versions: ['v1.1.1'] },
    neededBy: "comparison with the OCI image-spec's own JSON schemas",
  },
  debian('umoci', ['usr/bin/umoci'], 'unpacking images'),
  debian('runc', ['usr/sbin/runc', 'usr/bin/runc'], 'starting images'),
  debian('skopeo', ['usr/bin/skopeo'], 'the same digest from another reader'),
  qemu('aarch64'),
  qemu('arm'),
  qemu('riscv64'),
  qemu('x86_64'),
];

function debian(name: string, files: readonly string[], neededBy: string): Tool {
  return { name, source: { kind: 'debian', packages: [name], files }, neededBy };
}
