/** How a real tool that the tests run is had. Versions are tried in order; the first is the pinned one. */
export type Source =
  /** A program in one of these Debian packages (the name differs between releases). `files`: where it lies inside. */
  | { readonly kind: 'debian'; readonly packages: readonly string[]; readonly files: readonly string[] }
  /** A main package, compiled from the module proxy. */
  | { readonly kind: 'go-program'; readonly importPath: string; readonly versions: readonly string[] }
  /**
   * A main package, compiled in a module made for it that requires this one: the package of a module that `go install`
   * refuses, or a program of our own (`folder`, relative to the repository).
   */
  | {
      readonly kind: 'go-build';
      readonly modulePath: string;
      readonly versions: readonly string[];
      readonly main: { readonly importPath: string } | { readonly folder: string };
      /** The variable that the linker writes the version into: what is built so is no main module, and knows no other. */
      readonly stamp?: string;
    }
  /** A module's folder: files to read, not a program. */
  | { readonly kind: 'go-module'; readonly modulePath: string; readonly versions: readonly string[] }
  /** A program that a Python wheel ships for this machine; `file`: where pip puts it. */
  | {
      readonly kind: 'python-wheel';
      readonly name: string;
      readonly versions: readonly string[];
      readonly file: string;
    }
  /** Packages for Node, name → version, in one folder. */
  | { readonly kind: 'npm'; readonly packages: Readonly<Record<string, string>> }
  /**
   * A browser: Debian packages that are unpacked together, the first with the program; `own`: programs on PATH that do as
   * well. Snaps do not: they see no hidden folders.
   */
  | {
      readonly kind: 'browser';
      readonly parts: readonly { readonly package: string; readonly files: readonly string[] }[];
      readonly own: readonly string[];
    }
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
    name: 'dive',
    source: {
      kind: 'go-program',
      importPath: 'github.com/wagoodman/dive',
      versions: ['v0.13.1', 'v0.13.0', 'v0.12.0'],
    },
    neededBy: 'comparison of what an image wastes',
  },
  {
    name: 'image-spec',
    source: { kind: 'go-module', modulePath: 'github.com/opencontainers/image-spec', versions: ['v1.1.1'] },
    neededBy: "comparison with the OCI image-spec's own JSON schemas",
  },
  {
    name: 'cyclonedx-gomod',
    source: {
      kind: 'go-program',
      importPath: 'github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod',
      versions: ['v1.10.0', 'v1.9.0', 'v1.8.0'],
    },
    neededBy: "comparison of a program's bill of materials",
  },
  {
    name: 'cyclonedx-schema',
    source: {
      kind: 'go-module',
      modulePath: 'github.com/CycloneDX/cyclonedx-go',
      versions: ['v0.12.0', 'v0.11.0', 'v0.10.0'],
    },
    neededBy: "bills of materials held against CycloneDX's own JSON schema",
  },
  {
    name: 'syft',
    source: {
      kind: 'go-program',
      importPath: 'github.com/anchore/syft/cmd/syft',
      versions: ['v1.57.1', 'v1.57.0', 'v1.56.0', 'v1.55.0'],
    },
    neededBy: 'comparison of the bill of materials of a program and of an image',
  },
  {
    // Syft's module has the schema as spdx-spec publishes it.
    name: 'spdx-schema',
    source: {
      kind: 'go-module',
      modulePath: 'github.com/anchore/syft',
      versions: ['v1.57.1', 'v1.57.0', 'v1.56.0', 'v1.55.0'],
    },
    neededBy: "bills of materials held against SPDX's own JSON schema",
  },
  {
    name: 'oras',
    source: {
      kind: 'go-build',
      modulePath: 'oras.land/oras',
      versions: ['v1.3.3', 'v1.2.3', 'v1.2.0'],
      main: { importPath: 'oras.land/oras/cmd/oras' },
    },
    neededBy: 'the same digest from another registry client',
  },
  {
    name: 'regctl',
    source: {
      kind: 'go-program',
      importPath: 'github.com/regclient/regclient/cmd/regctl',
      versions: ['v0.11.5', 'v0.11.4', 'v0.11.3', 'v0.10.0'],
    },
    neededBy: 'the same digest from another registry client',
  },
  {
    name: 'referrers-registry',
    source: {
      kind: 'go-build',
      modulePath: 'github.com/google/go-containerregistry',
      versions: ['v0.22.1', 'v0.21.1', 'v0.20.6'],
      main: { folder: 'test/support/registry/referrers' },
    },
    neededBy: 'pushing to a registry with the referrers API',
  },
  {
    name: 'cosign',
    source: {
      kind: 'go-program',
      importPath: 'github.com/sigstore/cosign/v3/cmd/cosign',
      versions: ['v3.1.1', 'v3.1.2', 'v3.1.3'],
    },
    neededBy: 'signatures that it verifies, and that it makes',
  },
  {
    name: 'act',
    source: {
      kind: 'go-program',
      importPath: 'github.com/nektos/act',
      versions: ['v0.2.89', 'v0.2.88', 'v0.2.87'],
    },
    neededBy: 'running the action in workflows',
  },
  {
    name: 'actionlint',
    source: {
      kind: 'go-program',
      importPath: 'github.com/rhysd/actionlint/cmd/actionlint',
      versions: ['v1.7.12', 'v1.7.11', 'v1.7.10'],
    },
    neededBy: 'checking workflow files',
  },
  {
    name: 'zizmor',
    source: { kind: 'python-wheel', name: 'zizmor', versions: ['1.32.0', '1.31.0'], file: 'bin/zizmor' },
    neededBy: 'checking workflow files for what attackers could use',
  },
  {
    // Newer ones speak a protocol that act's artifact server does not.
    name: 'artifact-client',
    source: {
      kind: 'npm',
      packages: { '@actions/artifact': '2.3.2', '@azure/storage-blob': '12.15.0' },
    },
    neededBy: 'workflows whose jobs pass artifacts on',
  },
  moby('buildkitd', 'github.com/moby/buildkit', 'cmd/buildkitd', ['v0.33.1', 'v0.33.0', 'v0.32.1']),
  moby('buildctl', 'github.com/moby/buildkit', 'cmd/buildctl', ['v0.33.1', 'v0.33.0', 'v0.32.1']),
  moby('buildx', 'github.com/docker/buildx', 'cmd/buildx', ['v0.34.1', 'v0.33.0', 'v0.30.1', 'v0.29.1']),
  debian('docker-registry', ['usr/bin/docker-registry'], 'pushing to a real registry with logins and TLS'),
  debian('umoci', ['usr/bin/umoci'], 'unpacking images'),
  debian('runc', ['usr/sbin/runc', 'usr/bin/runc'], 'starting images'),
  debian('crun', ['usr/bin/crun'], 'the sandbox in crun'),
  debian('bwrap', ['usr/bin/bwrap'], 'the sandbox in bubblewrap', ['bubblewrap']),
  debian('pigz', ['usr/bin/pigz'], 'the wire cost of layers that it compressed'),
  // Debian 12 has it in its backports alone; Ubuntu calls the program upx in newer releases.
  debian('upx', ['usr/bin/upx-ucl', 'usr/bin/upx'], 'packing programs', ['upx-ucl', 'upx']),
  debian('skopeo', ['usr/bin/skopeo'], 'the same digest from another reader'),
  debian('podman', ['usr/bin/podman'], 'loading images into podman'),
  debian('conmon', ['usr/bin/conmon'], 'running containers with podman'),
  debian('containerd', ['usr/bin/containerd'], 'loading images into containerd and docker'),
  debian('ctr', ['usr/bin/ctr'], 'loading images into containerd', ['containerd']),
  debian(
    'containerd-shim-runc-v2',
    ['usr/bin/containerd-shim-runc-v2'],
    'running containers with containerd and docker',
    ['containerd'],
  ),
  // Debian 13 has the client in a package of its own.
  debian('docker', ['usr/bin/docker'], 'loading images into docker', ['docker-cli', 'docker.io']),
  debian('dockerd', ['usr/sbin/dockerd', 'usr/bin/dockerd'], 'loading images into docker', ['docker.io']),
  debian(
    'musl',
    ['x86_64', 'aarch64'].flatMap((machine) =>
      ['usr/lib', 'lib'].map((folder) => `${folder}/${machine}-linux-musl/libc.so`),
    ),
    'judging programs that are linked with musl',
  ),
  qemu('aarch64'),
  qemu('arm'),
  qemu('riscv64'),
  qemu('x86_64'),
  {
    name: 'chromium',
    source: {
      kind: 'browser',
      parts: [
        { package: 'chromium-headless-shell', files: ['usr/lib/chromium/chromium-headless-shell'] },
        { package: 'chromium-common', files: ['usr/lib/chromium/icudtl.dat'] },
        // So that letters are as wide on every machine.
        {
          package: 'fonts-inter',
          files: [
            'usr/share/fonts/opentype/inter/Inter-Regular.otf',
            'usr/share/fonts/truetype/inter/Inter-Regular.ttf',
          ],
        },
      ],
      own: ['google-chrome-stable', 'google-chrome', 'chromium'],
    },
    neededBy: 'the page of --html, opened and used as a person does',
  },
];

/** BuildKit's daemon and its two clients. */
function moby(name: string, modulePath: string, folder: string, versions: readonly string[]): Tool {
  const main = { importPath: `${modulePath}/${folder}` };
  const stamp = `${modulePath}/version.Version`;
  return {
    name,
    source: { kind: 'go-build', modulePath, versions, main, stamp },
    neededBy: 'images that BuildKit makes',
  };
}

function debian(name: string, files: readonly string[], neededBy: string, packages = [name]): Tool {
  return { name, source: { kind: 'debian', packages, files }, neededBy };
}
