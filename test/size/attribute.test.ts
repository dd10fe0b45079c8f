import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { attribute } from '../../src/size/attribute.ts';
import { modulesOf, totalsOf } from '../../src/size/attribution.ts';
import { provedTwin } from '../../src/size/twin.ts';
import { attributedProgram, attributedShare } from '../support/attributions.ts';
import { publishedProgram } from '../support/published-programs.ts';

describe('a real program, stripped', () => {
  for (const platform of ['linux/amd64', 'linux/arm64']) {
    it(`is attributed to 90 % without symbols and to 97 % with its twin, strings aside: ${platform}`, () => {
      const { bytes, pclntab, twin } = attributedProgram({ program: 'age', platform });
      assert.ok(attributedShare(pclntab, bytes) >= 0.9, `${attributedShare(pclntab, bytes)}`);
      assert.ok(attributedShare(twin, bytes) >= 0.97, `${attributedShare(twin, bytes)}`);
      assert.deepEqual([pclntab.method, twin.method], ['pclntab', 'twin']);
    });
  }

  it('has packages of all its modules, and the main package by its import path', () => {
    const { twin } = attributedProgram({ program: 'age' });
    const byPath = new Map(twin.packages.map((each) => [each.path, each]));
    assert.equal(byPath.get('filippo.io/age/cmd/age')?.module, 'filippo.io/age');
    assert.equal(byPath.get('runtime')?.module, 'std');
    assert.equal(byPath.get('vendor/golang.org/x/crypto/cryptobyte')?.module ?? 'std', 'std');
    assert.equal(byPath.get('filippo.io/edwards25519')?.module, 'filippo.io/edwards25519');
    assert.equal(byPath.has('main'), false);
    const modules = modulesOf(twin.packages).map(({ path }) => path);
    assert.ok(modules.includes('golang.org/x/crypto') && !modules.includes(''));
  });

  it('says the same of functions and types with its twin and without', () => {
    const { pclntab, twin } = attributedProgram({ program: 'age' });
    const alone = new Map(pclntab.packages.map((each) => [each.path, each.parts]));
    for (const { path, parts } of twin.packages) {
      for (const part of ['function', 'pclntab', 'funcdata', 'type', 'itab'] as const) {
        assert.equal(parts[part], alone.get(path)?.[part], `${part} of ${path}`);
      }
    }
  });
});

describe('a twin', () => {
  const open = <T>(
    path: string,
    other: string,
    use: (a: ReturnType<typeof openProgram>, b: typeof a) => T,
  ): T =>
    withFileSource(path, (one) => withFileSource(other, (two) => use(openProgram(one), openProgram(two))));
  const age = (ldflags = '-s -w', platform = 'linux/amd64') =>
    publishedProgram({ program: 'age', platform, ldflags });

  it('is the same link with its symbols, and is refused when it is any other program', () => {
    open(age(), age('-w'), (program, twin) => assert.ok(provedTwin(program, twin).provedBytes > 3_000_000));
    const refused = (other: string, why: RegExp): void =>
      assert.throws(() => open(age(), other, provedTwin), { code: 'E_BINARY', message: why });
    refused(age('-w', 'linux/arm64'), /it is elf for arm64, not elf for amd64/);
    refused(
      age('-w -X main.Version=v9.9.9'),
      /its section \.\S+ (differs at byte \d+|has \d+ bytes)|it has no section/,
    );
    refused(publishedProgram({ program: 'shfmt', ldflags: '-w' }), /it has no section|has \d+ bytes/);
  });

  it('need not be asked for where the program has its symbols', () => {
    withFileSource(age('-w'), (source) => {
      const attribution = attribute(openProgram(source));
      assert.ok(attribution !== undefined);
      const { method, structures } = totalsOf(attribution);
      assert.equal(method, 'twin');
      assert.ok(structures.some(({ name, bytes }) => name === '.symtab' && bytes > 100_000));
    });
  });
});
