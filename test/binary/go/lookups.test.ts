import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesSource } from '../../../src/binary/byte-source.ts';
import { inspectExecutable, inspectSource } from '../../../src/binary/executable.ts';
import type { Lookups } from '../../../src/binary/go/lookups.ts';
import { scratchBase } from '../../../src/image/base/base.ts';
import { goProgram, lacksCgo, type Program, shipped, shippedHello } from '../../support/go-programs.ts';
import {
  baseOf,
  embeddingRoots,
  embeddingZones,
  host,
  lookupsProgram,
  verdictOf,
} from './lookups-verdict.ts';

const scratch = scratchBase();

/** The lookups that are there, so that a test names no others. */
function found({ path }: Program): Partial<Lookups> | undefined {
  return present(inspectExecutable(path, []).lookups);
}

function present(lookups: Lookups | undefined): Partial<Lookups> | undefined {
  if (lookups === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(lookups).filter(([, value]) => value !== false && value !== 'none'),
  );
}

const zone = { zones: true, localZone: true };

describe('what a program can look up is read from the file alone', () => {
  const programs: readonly (readonly [what: string, program: () => Program, facts: Partial<Lookups>])[] = [
    ['nothing', () => shippedHello('linux', 'amd64'), {}],
    ['system roots', () => lookupsProgram('roots'), { roots: 'certain', localZone: true }],
    [
      'certificates of a TLS server',
      () => lookupsProgram('dial'),
      { roots: 'certain', localZone: true, hostNames: true },
    ],
    [
      'nothing but what net/http serves with',
      () => goProgram({ source: 'web', args: shipped, env: { GOARCH: host } }),
      { roots: 'possible', localZone: true, hostNames: true, mimeTypes: true },
    ],
    ['embedded roots', embeddingRoots, { roots: 'certain', ownRoots: true, localZone: true }],
    ['a user', () => lookupsProgram('user'), { users: true }],
    ['the current user', () => lookupsProgram('current'), { users: true }],
    ['a group', () => lookupsProgram('group'), { groups: true }],
    ['a time zone', () => lookupsProgram('zone'), { zones: true, localZone: true }],
    ['an embedded time zone', () => embeddingZones('zone'), { zones: true, localZone: true, ownZones: true }],
    ['the local time', () => lookupsProgram('local'), { localZone: true }],
    ['a host', () => lookupsProgram('host'), { hostNames: true, localZone: true }],
    ['a MIME type', () => lookupsProgram('mime'), { mimeTypes: true }],
  ];
  for (const [what, program, facts] of programs) {
    it(what, () => assert.deepEqual(found(program()), facts));
  }

  it('the same on every architecture, with symbols or without, and position-independent', () => {
    const all = {
      roots: 'certain',
      users: true,
      groups: true,
      zones: true,
      localZone: true,
      hostNames: true,
      mimeTypes: true,
    };
    for (const GOARCH of ['amd64', 'arm64', '386']) {
      assert.deepEqual(found(lookupsProgram('all', shipped, { GOARCH })), all, GOARCH);
    }
    assert.deepEqual(found(lookupsProgram('all', ['-gcflags=-l -N'])), all, 'symbols, nothing inlined');
    assert.deepEqual(found(lookupsProgram('all', [...shipped, '-buildmode=pie'])), all, 'pie');
    assert.deepEqual(found(lookupsProgram('zone', shipped, { GOARCH: 's390x' })), zone);
  });

  it('the same with cgo, where other functions stand behind os/user', { skip: lacksCgo() }, () => {
    const withCgo = (main: string): Program => lookupsProgram(main, shipped, { CGO_ENABLED: '1' });
    assert.deepEqual(found(withCgo('user')), { users: true });
    assert.deepEqual(found(withCgo('current')), { users: true });
    assert.deepEqual(found(withCgo('group')), { groups: true });
    assert.equal(found(withCgo('host'))?.hostNames, true);
  });

  it('also of other formats, which have no base to judge', () => {
    for (const [GOOS, GOARCH] of [
      ['windows', 'amd64'],
      ['darwin', 'arm64'],
      ['wasip1', 'wasm'],
    ] as const) {
      const program = lookupsProgram('zone', shipped, { GOOS, GOARCH });
      assert.deepEqual(found(program), zone, GOOS);
      const { status, detail } = verdictOf(program, undefined);
      assert.equal(status, 'skip');
      assert.match(detail, /it has no base/);
    }
  });

  it('not of a program that is packed into it', () => {
    const files = [shippedHello('linux', 'amd64'), lookupsProgram('zone')].map(({ path }) =>
      readFileSync(path),
    );
    assert.deepEqual(present(inspectSource(bytesSource(Buffer.concat(files)), []).lookups), {});
  });

  it('not of a file without function names, and that is said', () => {
    assert.equal(inspectExecutable('/bin/sh', []).lookups, undefined);
    const { status, detail } = verdictOf({ path: '/bin/sh' }, scratch);
    assert.deepEqual([status, detail], ['skip', 'its function names cannot be read']);
  });
});

describe('a function name', () => {
  function read(...names: string[]): Partial<Lookups> | undefined {
    const text = `\0${['runtime.main', ...names].join('\0')}\0`;
    return present(inspectSource(bytesSource(Buffer.from(text)), []).lookups);
  }

  it('is found in every place that a window of the search begins or ends in', () => {
    const bytes = Buffer.alloc((1 << 20) + 2048);
    const place = fc.integer({ min: (1 << 20) - 80, max: (1 << 20) + 80 });
    fc.assert(
      fc.property(place, (offset) => {
        bytes.fill(0).write('runtime.main', 1);
        bytes.write('time.LoadLocation', offset);
        assert.deepEqual(present(inspectSource(bytesSource(bytes), []).lookups), { zones: true });
      }),
      { numRuns: 160 },
    );
  });

  it('counts as a whole, not as a part of another', () => {
    assert.deepEqual(read('time.LoadLocation'), { zones: true });
    const others = ['time.LoadLocationFromTZData', 'acme.com/time.LoadLocation', 'time.LoadLocation.func1'];
    assert.deepEqual(read(...others), {});
  });

  const roots = 'crypto/x509.loadSystemRoots';
  const tls = 'crypto/tls.(*Conn).clientHandshake';
  const client = 'crypto/tls.Client';
  const wrapping = 'net/http.(*conn).maybeServeUnencryptedHTTP2';
  const cases: readonly (readonly [what: string, names: string[], roots: string | undefined])[] = [
    ['TLS that never loads roots', [tls], undefined],
    ['x509 without TLS', [roots], 'certain'],
    ['a server of TLS alone', [roots, tls], 'possible'],
    ['a client on a connection of its own', [roots, tls, client], 'certain'],
    ['an HTTP server since Go 1.24', [roots, tls, client, wrapping], 'possible'],
    ['an HTTP server that dials', [roots, tls, client, wrapping, 'crypto/tls.dial'], 'certain'],
    [
      'an HTTP server that is a client',
      [roots, tls, client, wrapping, 'net/http.(*Transport).dialConn'],
      'certain',
    ],
    [
      'an HTTP server that asks for the roots',
      [roots, tls, client, wrapping, 'crypto/x509.SystemCertPool'],
      'certain',
    ],
  ];
  for (const [what, names, expected] of cases) {
    it(`tells whether roots are wanted: ${what}`, () => assert.equal(read(...names)?.roots, expected));
  }
});

describe('a base without what the program looks up', () => {
  it('is a warning that says what is missing, what then happens and what to do', () => {
    const { status, severity, detail } = verdictOf(lookupsProgram('all'), scratch);
    assert.deepEqual([status, severity], ['fail', 'warn']);
    assert.deepEqual(detail.split('\n'), [
      'looks for files that the base "scratch" does not have',
      'CA certificates (/etc/ssl/certs/ca-certificates.crt): certificates of TLS servers cannot be verified; try --base static, or import _ "golang.org/x/crypto/x509roots/fallback"',
      'users (/etc/passwd): os/user finds no user, and user.Current needs the variables USER and HOME; try --base static',
      'groups (/etc/group): os/user finds no group; try --base static',
      'time zones (/usr/share/zoneinfo): time.LoadLocation fails, and TZ means UTC; try --base static --timezones, or import _ "time/tzdata"',
      'host names: /etc/resolv.conf and /etc/hosts, which container runtimes put there',
      'MIME types: those that Go knows itself, without /etc/mime.types',
    ]);
  });

  it('is a note where only time zones are missing', () => {
    const { status, severity } = verdictOf(lookupsProgram('zone'), scratch);
    assert.deepEqual([status, severity], ['fail', 'info']);
  });

  it('is a note for a server, which may never connect to another', () => {
    const server = goProgram({ source: 'web', args: shipped, env: { GOARCH: host } });
    const { status, severity, detail } = verdictOf(server, scratch);
    assert.deepEqual([status, severity], ['fail', 'info']);
    assert.match(detail, /CA certificates .* needed only if it connects to TLS servers/);
  });

  it('is none where the program brings its own, or looks nothing up', () => {
    const roots = verdictOf(embeddingRoots(), scratch);
    assert.deepEqual(
      [roots.status, roots.detail.split('\n')[0]],
      ['pass', 'CA certificates: the program brings its own'],
    );
    const zones = verdictOf(embeddingZones('zone'), scratch);
    assert.deepEqual([zones.status, zones.detail], ['pass', 'time zones: the program brings its own']);
    const hello = verdictOf(shippedHello('linux', 'amd64'), scratch);
    assert.deepEqual([hello.status, hello.detail], ['pass', 'it looks nothing up']);
  });

  const enough: readonly (readonly [file: string, program: string])[] = [
    ['/etc/ssl/certs/ca-certificates.crt', 'roots'],
    ['/etc/ssl/cert.pem', 'roots'],
    ['/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', 'roots'],
    ['/etc/ssl/certs/4042bcee.0', 'roots'],
    ['/etc/passwd', 'user'],
    ['/etc/group', 'group'],
    ['/usr/share/zoneinfo/Europe/Berlin', 'zone'],
    ['/usr/share/zoneinfo', 'zone'],
  ];
  for (const [file, program] of enough) {
    it(`is content with ${file}`, () => {
      const { status, detail } = verdictOf(lookupsProgram(program), baseOf('/bin/sh', file));
      assert.equal(status, 'pass');
      assert.match(detail, /^the base "acme" has /);
    });
  }

  it('is not guessed at where nobody has looked into the base, but what is looked for is said', () => {
    const unknown = { reference: 'acme' };
    const { status, detail } = verdictOf(lookupsProgram('user'), unknown);
    assert.equal(status, 'skip');
    assert.match(detail, /the layers of acme were not looked into; it looks for users \(\/etc\/passwd\)/);
    assert.equal(verdictOf(shippedHello('linux', 'amd64'), unknown).status, 'pass');
  });

  it('is not content with files that only look alike', () => {
    const files = [
      '/etc/ssl/certs/java/cacerts',
      '/etc/ssl/certs/README',
      '/etc/passwd-',
      '/usr/share/zoneinfo2/UTC',
    ];
    for (const program of ['roots', 'user', 'zone']) {
      assert.equal(verdictOf(lookupsProgram(program), baseOf(...files)).status, 'fail', program);
    }
  });
});
