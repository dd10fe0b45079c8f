import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type BuildPaths, findBuildPaths } from '../../src/binary/build-paths.ts';
import { bytesSource, withFileSource } from '../../src/binary/byte-source.ts';
import { go, goProgram, lacksCgo, type Program, shipped } from '../support/go-programs.ts';

/** Where people build and where Go stands: short paths that a clean program must not be blamed for. */
const ordinaryFolders = [
  '/root /tmp /tmp/x /home /home/u /Users/u /src /app /build /go /go/src /go/src/app /workspace /work /data /code /net /internal',
  '/usr /usr/local /usr/local/go /usr/lib/go-1.26 /usr/lib/go /opt/go /opt /etc /var /var/lib /srv /srv/app /mnt /run /lib',
  '/root/go/pkg/mod /root/.cache/go-build /home/u/go/pkg/mod /home/u/.cache/go-build /tmp/go-build /proc /dev /sys /home/u/src',
]
  .join(' ')
  .split(' ');

function search(program: Program, ...paths: string[]): BuildPaths {
  const directories = paths.map((path) => ({ name: path, path }));
  return withFileSource(program.path, (source) => findBuildPaths(source, directories));
}

function searchText(text: string, ...paths: string[]): string[] {
  const directories = paths.map((path) => ({ name: path, path }));
  return findBuildPaths(bytesSource(Buffer.from(text)), directories).listed.map(
    (path) => `${path.directory.name} at ${path.offset}: ${path.text}`,
  );
}

const goroot = go(['env', 'GOROOT'], {}).trim();
const amd64 = { GOARCH: 'amd64' };

describe('a net/http server', () => {
  it('raises no alarm when it is trimmed, whatever folder it was built in', () => {
    const program = goProgram({ source: 'web', args: shipped, env: amd64 });
    assert.deepEqual(search(program, ...ordinaryFolders, goroot, program.directory).listed, []);
  });

  it('raises no alarm as position-independent code when it is trimmed', () => {
    const program = goProgram({ source: 'web', args: [...shipped, '-buildmode=pie'], env: amd64 });
    assert.deepEqual(search(program, ...ordinaryFolders, goroot, program.directory).listed, []);
  });

  it('names its source folder and GOROOT when it is not trimmed', () => {
    const program = goProgram({ source: 'web', args: ['-ldflags=-s -w'], env: amd64 });
    const found = search(program, goroot, program.directory);
    const texts = found.listed.map((path) => path.text);
    assert.ok(texts.includes(`${program.directory}/main.go`), texts.join('\n'));
    assert.ok(texts.some((text) => text.startsWith(`${goroot}/src/`)));
    assert.ok(found.count > 300);
    assert.ok(found.listed.length <= 6);
  });

  it('names a folder that the user linked in with -X, with the whole value', () => {
    const args = ['-trimpath', '-ldflags=-s -w -X main.note=/that/dir/etc/web.conf'];
    const program = goProgram({ source: 'web', args, env: amd64 });
    assert.deepEqual(
      search(program, '/that/dir', ...ordinaryFolders).listed.map((path) => path.text),
      ['/that/dir/etc/web.conf'],
    );
    const exact = goProgram({
      source: 'web',
      args: [...shipped.slice(0, 1), '-ldflags=-X main.note=/home/u/web'],
      env: amd64,
    });
    assert.equal(search(exact, '/home/u/web').count, 1);
  });
});

describe('a cgo program', { skip: lacksCgo() }, () => {
  it('names its source folder when it is not trimmed, and nothing when it is', () => {
    const leaking = goProgram({ source: 'cgo', args: ['-ldflags=-s -w'], env: { CGO_ENABLED: '1' } });
    assert.ok(search(leaking, leaking.directory).count > 0);
    for (const source of ['cgo', 'web'] as const) {
      const trimmed = goProgram({ source, args: shipped, env: { CGO_ENABLED: '1' } });
      assert.deepEqual(search(trimmed, trimmed.directory, goroot, ...ordinaryFolders).listed, []);
    }
  });
});

describe('a directory of the build machine', () => {
  it('is found in every place that a window of the search begins or ends in', () => {
    const place = fc.integer({ min: (1 << 20) - 400, max: (1 << 20) + 400 });
    const bytes = Buffer.alloc((1 << 20) + 2048);
    fc.assert(
      fc.property(place, (offset) => {
        bytes.fill(0).write('/home/u/app/main.go', offset);
        const found = findBuildPaths(bytesSource(bytes), [{ name: 'source', path: '/home/u/app' }]);
        assert.equal(found.count, 1);
        assert.deepEqual(
          found.listed.map((path) => [path.offset, path.text]),
          [[offset, '/home/u/app/main.go']],
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is named with the printable text around it', () => {
    assert.deepEqual(searchText('\x00-I/home/u/app/include -DX\x01tail', '/home/u/app'), [
      '/home/u/app at 3: -I/home/u/app/include -DX',
    ]);
    assert.deepEqual(searchText('\x00/home/ü/app/a b.c\x00', '/home/ü/app'), [
      '/home/ü/app at 1: /home/ü/app/a b.c',
    ]);
  });

  it('is the innermost of those that fit', () => {
    assert.deepEqual(
      searchText('/home/u/app/main.go\0/home/u/go/pkg/mod/x@v1/x.go\0', '/home/u', '/home/u/app', '/'),
      ['/home/u/app at 0: /home/u/app/main.go', '/home/u at 20: /home/u/go/pkg/mod/x@v1/x.go'],
    );
  });

  const alarms: readonly [text: string, path: string][] = [
    ['/home/u/app', '/home/u/app/'],
    ['"/home/u/app"', '/home/u/app'],
    ['/root/app/x', '/root/app'],
    ['/root/main.go', '/root'],
    ['/src/cmd/main.go', '/src'],
    ['/tmp/go-build123456/b001/_cgo_gotypes.go', '/tmp'],
    ['/tmp/go-build123456/b001', '/tmp'],
    ['/root/.cache/go-build/ab/abcdef-d', '/root'],
    ['/usr/local/go/src/fmt/print.go', '/usr/local/go'],
    ['/opt/hostedtoolcache/go/1.26.8/x64/src/fmt/print.go', '/opt/hostedtoolcache/go/1.26.8/x64'],
    ['/home/u/lib/thing.S', '/home/u'],
  ];
  for (const [text, path] of alarms) {
    it(`raises an alarm: ${path} in ${JSON.stringify(text)}`, () => {
      assert.equal(searchText(`\0${text}\0`, path).length, 1);
    });
  }

  const calm: readonly [text: string, path: string][] = [
    ['/home/u/apple/main.go', '/home/u/app'],
    ['github.com/acme/src/main.go', '/src'],
    ['github.com/acme/src/api/main.go', '/src/api'],
    ['/root/.config/app.yaml', '/root'],
    ['/tmp/socket', '/tmp'],
    ['/tmp/go-build', '/tmp'],
    ['/usr/share/zoneinfo/Europe/Berlin', '/usr'],
    ['/usr/local/go', '/usr/local/go'],
    ['/usr/local/google/src/main.go', '/usr/local/go'],
    ['/etc/app.conf', '/etc'],
    ['/home/u/.config/app', '/home/u'],
    ['anything/at/all', '/'],
    ['relative/path/main.go', 'relative/path'],
  ];
  for (const [text, path] of calm) {
    it(`raises no alarm: ${path} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(searchText(`\0${text}\0`, path), []);
    });
  }
});
