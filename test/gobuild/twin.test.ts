import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unstripped, withSymbols } from '../../src/gobuild/twin.ts';

test('the flags that leave symbols and DWARF out are taken from linker flags, and no others', () => {
  assert.equal(unstripped('-s -w'), '');
  assert.equal(unstripped('-s -w -X main.version=v1.2.3 --w=true -s=true'), '-X main.version=v1.2.3');
  assert.equal(
    unstripped(`-s -w -X 'main.note=-s -w' -extldflags "-static -s"`),
    `-X 'main.note=-s -w' -extldflags "-static -s"`,
  );
  assert.equal(unstripped('-s=false -w=false -weak -X main.a=-s'), '-s=false -w=false -weak -X main.a=-s');
});

test('a twin has its symbols and no DWARF', () => {
  assert.equal(withSymbols('-s -w -X main.a=b'), '-w -X main.a=b');
  assert.equal(withSymbols('-s -X main.a=b'), '-w -X main.a=b');
});
