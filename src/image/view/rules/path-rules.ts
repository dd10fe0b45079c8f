import type { PathRule } from './rule.ts';

const multiStage = 'build in a stage of its own, and copy only its result into the image (COPY --from)';

/** What can go, by where it lies. The order counts: what is in a module cache is no source code of its own. */
export const pathRules: readonly PathRule[] = [
  {
    of: 'path',
    name: 'content/apt-lists',
    severity: 'warn',
    what: 'package lists of apt',
    match: /^\/var\/lib\/apt\/lists\//,
    cure: 'end the step that runs apt-get update with "rm -rf /var/lib/apt/lists/*", or mount a cache there',
  },
  {
    of: 'path',
    name: 'content/apt-cache',
    severity: 'warn',
    what: "apt's downloaded packages and caches",
    match: /^\/var\/cache\/(apt|debconf)\/.*(\.deb|\.bin|-old)$/,
    cure: 'end the step that installs with "apt-get clean", or mount a cache at /var/cache/apt',
  },
  {
    of: 'path',
    name: 'content/apk-cache',
    severity: 'warn',
    what: 'the cache of apk',
    match: /^\/(var\/cache\/apk|etc\/apk\/cache)\//,
    cure: 'install with "apk add --no-cache"',
  },
  {
    of: 'path',
    name: 'content/rpm-cache',
    severity: 'warn',
    what: 'caches of dnf, yum or zypper',
    match: /^\/var\/cache\/(dnf|libdnf5|yum|zypp)\//,
    cure: 'end the step that installs with "dnf clean all" (yum clean all, zypper clean --all)',
  },
  {
    of: 'path',
    name: 'content/go-build-cache',
    severity: 'warn',
    what: "Go's build cache",
    match: /\/\.?cache\/go-build\//,
    cure: `${multiStage}; mount a cache at GOCACHE`,
  },
  {
    of: 'path',
    name: 'content/go-module-cache',
    severity: 'warn',
    what: "Go's module cache",
    match: /\/pkg\/mod\/(cache\/(download|lock|vcs)|[^/]+\.[^/]+\/)/,
    cure: `${multiStage}; mount a cache at GOMODCACHE`,
  },
  {
    of: 'path',
    name: 'content/go-toolchain',
    severity: 'warn',
    what: 'a Go toolchain',
    match:
      /^\/(usr\/local\/go|usr\/(lib|share)\/go(-[\d.]+)?|usr\/lib\/golang|(root|home\/[^/]+)\/sdk\/go[^/]+)\/(api|bin|doc|lib|misc|pkg|src|test)\//,
    cure: `${multiStage}: a Go program needs nothing of its toolchain`,
  },
  {
    of: 'path',
    name: 'content/version-control',
    severity: 'warn',
    what: 'a repository with its history',
    match: /\/\.(git|hg|svn)\//,
    cure: 'list .git in .dockerignore, and copy what is needed instead of everything',
  },
  {
    of: 'path',
    name: 'content/package-caches',
    severity: 'warn',
    what: 'caches of pip, npm, cargo, maven and their like',
    match:
      /\/(\.cache\/(pip|uv|yarn|pnpm|composer|pypoetry)|\.npm\/_cacache|\.yarn\/cache|\.cargo\/registry|\.m2\/repository|\.gradle\/caches|\.nuget\/packages)\//,
    cure: 'install without a cache (pip install --no-cache-dir, npm cache clean --force), or mount one',
  },
  {
    of: 'path',
    name: 'content/node-modules',
    severity: 'info',
    what: 'packages of Node.js',
    match: /\/node_modules\//,
    cure: 'leave out what only development needs (npm ci --omit=dev); of a front end copy only what was built of it',
  },
  {
    of: 'path',
    name: 'content/compilers',
    severity: 'warn',
    what: 'compilers and linkers',
    match:
      /^\/usr\/(local\/)?(lib|libexec)\/(gcc|llvm(-\d+)?|rustlib)\/|\/bin\/([a-z0-9_]+-linux-[a-z0-9]+-)?(gcc|g\+\+|c\+\+|cpp|cc|as|ld|ld\.(bfd|gold|lld)|clang(\+\+)?|rustc|cargo)(-[\d.]+)?$/,
    cure: multiStage,
  },
  {
    of: 'path',
    name: 'content/headers',
    severity: 'warn',
    what: 'headers and static libraries',
    match: /^\/usr\/(local\/)?include\/|^\/usr\/(local\/)?lib\/.*\.(a|la)$|\/pkgconfig\/[^/]+\.pc$/,
    cure: `${multiStage}; install the packages without -dev, -devel`,
  },
  {
    of: 'path',
    name: 'content/documentation',
    severity: 'info',
    what: 'manuals and other documentation',
    // Licences have to stay with what they are about.
    match: /^\/usr\/(local\/)?share\/(doc(?!.*\/copyright$)|man|info|gtk-doc|help)\//,
    cure: 'tell the package manager to leave them out (dpkg: path-exclude, dnf: tsflags=nodocs); a base made for containers has none',
  },
  {
    of: 'path',
    name: 'content/locales',
    severity: 'info',
    what: 'translations and locales',
    match: /^\/usr\/(local\/)?(share\/(locale|i18n)|lib\/locale(?!\/C\.utf8\/))\//,
    cure: 'tell the package manager to leave them out (dpkg: path-exclude, dnf: %_install_langs)',
  },
  {
    of: 'path',
    name: 'content/tests',
    severity: 'info',
    what: 'tests and their data',
    match:
      /\/(testdata|__tests__)\/|_test\.(go|py)$|\.(test|spec)\.[cm]?[jt]sx?$|\/lib\/python[\d.]+\/test\//,
    cure: 'leave them out with .dockerignore, or copy only what was built',
  },
  {
    of: 'path',
    name: 'content/source-code',
    severity: 'info',
    what: 'source code of compiled languages',
    match:
      /\.(go|c|cc|cpp|cxx|h|hh|hpp|rs|java|kt|cs|swift|zig)$|\/(go\.(mod|sum|work)|Cargo\.(toml|lock)|CMakeLists\.txt|Makefile|Dockerfile)$/,
    cure: multiStage,
  },
  {
    of: 'path',
    name: 'content/logs',
    severity: 'warn',
    what: 'log files',
    match: /^\/var\/log\/|\.log(\.\d+)?$/,
    cure: 'remove them in the step that wrote them; a service logs to standard output',
    leastBytes: 64 << 10,
  },
  {
    of: 'path',
    name: 'content/leftovers',
    severity: 'warn',
    what: 'temporary files, core dumps and what editors leave behind',
    match: /^\/(var\/)?tmp\/|\/(core|core\.\d+|\.DS_Store|Thumbs\.db|[^/]+\.(swp|swo|orig|rej)|[^/]+~)$/,
    cure: 'remove them in the step that wrote them, or list them in .dockerignore',
  },
];
