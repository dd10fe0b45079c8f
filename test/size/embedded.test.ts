import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { attribute } from '../../src/size/attribute.ts';
import { totalsOf } from '../../src/size/attribution.ts';
import { symbolsOf } from '../../src/size/symbols.ts';
import { provedTwin } from '../../src/size/twin.ts';
import { goProgram } from '../support/go-programs.ts';

const program = (ldflags: string, platform: string): string => {
  const [os = '', architecture = ''] = platform.split('/');
  const args = ['-trimpath', `-ldflags=${ldflags}`];
  return goProgram({ source: 'embedding', args, env: { GOOS: os, GOARCH: architecture } }).path;
};

describe('embedded files are their package’s, by name', () => {
  for (const platform of ['linux/amd64', 'linux/386', 'linux/s390x', 'darwin/arm64', 'windows/amd64']) {
    it(platform, () =>
      withFileSource(program('-s -w', platform), (source) =>
        withFileSource(program('-w', platform), (twin) => {
          const shipped = openProgram(source);
          const attribution = attribute(shipped, provedTwin(shipped, openProgram(twin)));
          assert.ok(attribution !== undefined);
          const { packages, structures } = totalsOf(attribution);
          const embedded = (path: string) => packages.find((each) => each.path === path)?.parts.embedded;
          assert.equal(embedded('example.com/embedding'), 5700);
          assert.equal(embedded('example.com/embedding/pages'), 3300);
          const shared = structures.find(({ name }) => name === 'shared by several packages');
          assert.ok(shared !== undefined && shared.bytes >= 1700, 'what two packages embed is of both');
          const names = symbolsOf(attribution).map(({ name, bytes }) => `${name} ${bytes}`);
          assert.ok(
            names.includes('main.files: own/a.txt 5000') && names.includes('main.files: own/b.txt 700'),
          );
          assert.ok(names.includes('example.com/embedding/pages.files: page.html 3300'));
        }),
      ),
    );
  }
});
