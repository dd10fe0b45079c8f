import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { goArchitecture } from '../../src/toolchain/architecture.ts';
import { hostNamed } from '../../src/toolchain/ports.ts';
import { goEnvironment } from '../support/tools.ts';

test("setup-go's, a runner's and Go's own names of an architecture are one", () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    amd64: ['x64', 'X64', 'amd64', ' x64 '],
    '386': ['x86', 'X86', 'x32', 'ia32', '386'],
    arm64: ['arm64', 'ARM64'],
    arm: ['arm', 'ARM', 'armv6l'],
    ppc64le: ['ppc64le'],
    s390x: ['s390x'],
    riscv64: ['riscv64'],
  };
  for (const [name, texts] of Object.entries(names))
    for (const text of texts) assert.equal(goArchitecture(text), name, text);
});

test("what Node says of a machine gives the architecture that Slipway takes for the machine's", () => {
  for (const arch of ['x64', 'ia32', 'arm', 'arm64', 's390x', 'riscv64', 'loong64', 'mipsel'])
    assert.equal(goArchitecture(arch), hostNamed('linux', arch, 'LE').architecture, arch);
});

test("every architecture that Go has a port of Linux for is known by Go's own name", () => {
  const env = goEnvironment();
  const ports = execFileSync('go', ['tool', 'dist', 'list'], { env, encoding: 'utf8' }).trim().split('\n');
  const linux = ports.filter((port) => port.startsWith('linux/')).map((port) => port.slice('linux/'.length));
  assert.ok(linux.includes('amd64'));
  for (const architecture of linux) assert.equal(goArchitecture(architecture), architecture);
});

test('an architecture that Go does not run on is E_CONFIG with those that it does', () => {
  for (const text of ['', 'x128', 'amd', 'wasm', 'linux/amd64', 'toString']) {
    assert.throws(
      () => goArchitecture(text),
      (error) => {
        assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG', text);
        assert.ok(error.message.includes(JSON.stringify(text)));
        return /x64 \(amd64\), .*s390x/.test(error.hint ?? '');
      },
    );
  }
});
