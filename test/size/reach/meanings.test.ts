import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningsOf, type NamedParts, packagesNamedIn } from '../../../src/size/reach/meanings.ts';

const names = [
  'main.main',
  'net/http.(*Server).Serve',
  'net/http.(*Server).Close',
  'net/http.(*Client).Close',
  'net/http.Get',
  'type:net/http.Server',
  'type:*net/http.Server',
  'type:map[string]net/http.Server',
  'type:.eq.net/http.Server',
  'slices.Sort[go.shape.[]int]',
  'slices.Sort[go.shape.[]string]',
  'sync/atomic.(*Pointer[go.shape.struct { a.b int }]).Load',
  'gopkg.in/yaml%2ev3.Marshal',
  'runtime.memmove',
  'runtime.memmove',
  'example.com/app/server.(*Server).Serve',
  'example.com/app/server.Place.String',
  'example.com/app/server.(*Place).String',
  'example.com/app/server.unused',
];

const parts: NamedParts = {
  packages: [
    { path: 'example.com/app', module: 'example.com/app' },
    { path: 'example.com/app/server', module: 'example.com/app' },
    { path: 'github.com/acme/jwt/v5', module: 'github.com/acme/jwt/v5' },
    { path: 'github.com/acme/jwt/v5/request', module: 'github.com/acme/jwt/v5' },
    { path: 'gopkg.in/yaml.v3', module: 'gopkg.in/yaml.v3' },
    { path: 'net/http', module: 'std' },
    { path: 'vendor/golang.org/x/net/http', module: 'std' },
  ],
  main: 'example.com/app',
  names,
  reached: new Uint8Array(names.map((name) => (name.endsWith('unused') ? 0 : 1))),
};

/** Kind and name of all that a name may mean. */
function meanings(asked: string, of: NamedParts = parts): string[] {
  return meaningsOf(asked, of).map(({ kind, name }) => `${kind} ${name}`);
}

test('a path is a package or a module before anything else, and both where a module has more packages', () => {
  assert.deepEqual(meanings('net/http'), ['package net/http']);
  assert.deepEqual(meanings('gopkg.in/yaml.v3'), ['package gopkg.in/yaml.v3']);
  const root = 'github.com/acme/jwt/v5';
  assert.deepEqual(meanings(root), [`module ${root}`, `package ${root}`]);
  assert.deepEqual(meanings('main'), ['package example.com/app']);
});

test('the end of a path will do where no symbol has the name, without its major version', () => {
  assert.deepEqual(meanings('jwt'), ['module github.com/acme/jwt/v5', 'package github.com/acme/jwt/v5']);
  assert.deepEqual(meanings('acme/jwt/v5'), meanings('jwt'));
  assert.deepEqual(meanings('http'), ['package net/http', 'package vendor/golang.org/x/net/http']);
  assert.deepEqual(meanings('ttp'), []);
});

test('a symbol is named as the linker does, or without its escapes, its type arguments and what marks receivers', () => {
  for (const asked of ['net/http.(*Server).Serve', 'net/http.Server.Serve']) {
    assert.deepEqual(meanings(asked), ['symbol net/http.(*Server).Serve']);
  }
  assert.deepEqual(meanings('gopkg.in/yaml.v3.Marshal'), ['symbol gopkg.in/yaml%2ev3.Marshal']);
  assert.deepEqual(meanings('gopkg.in/yaml%2ev3.Marshal'), ['symbol gopkg.in/yaml%2ev3.Marshal']);
  assert.deepEqual(meanings('example.com/app.main'), ['symbol main.main']);
  assert.deepEqual(meanings('net/http.Server'), ['symbol type:net/http.Server']);
  assert.deepEqual(meanings('http.Server'), ['symbol type:net/http.Server']);
  assert.deepEqual(meanings('*net/http.Server'), ['symbol type:*net/http.Server']);
  assert.deepEqual(meanings('type:*net/http.Server'), ['symbol type:*net/http.Server']);
});

test('instances of a generic function, one name for two calling conventions, and a method with its wrapper are one symbol', () => {
  const nodesOf = (asked: string) =>
    meaningsOf(asked, parts).map((meaning) => (meaning.kind === 'symbol' ? meaning.nodes : []));
  assert.deepEqual(meanings('slices.Sort'), ['symbol slices.Sort']);
  assert.deepEqual(nodesOf('slices.Sort'), [[9, 10]]);
  assert.deepEqual(nodesOf('slices.Sort[go.shape.[]int]'), [[9]]);
  assert.deepEqual(nodesOf('sync/atomic.(*Pointer).Load'), [[11]]);
  assert.deepEqual(nodesOf('runtime.memmove.abi0'), [[13, 14]]);
  assert.deepEqual(meanings('Place.String'), ['symbol example.com/app/server.Place.String']);
  assert.deepEqual(nodesOf('Place.String'), [[16, 17]]);
  assert.deepEqual(nodesOf('example.com/app/server.Place.String'), [[16]]);
});

test('a symbol is found by what stands after the last slash, after the package, or after the type, in that order', () => {
  assert.deepEqual(meanings('http.(*Client).Close'), ['symbol net/http.(*Client).Close']);
  assert.deepEqual(meanings('Client.Close'), ['symbol net/http.(*Client).Close']);
  assert.deepEqual(meanings('Get'), ['symbol net/http.Get']);
  assert.deepEqual(meanings('Close'), ['symbol net/http.(*Server).Close', 'symbol net/http.(*Client).Close']);
  assert.deepEqual(meanings('Server.Serve').length, 2);
  assert.deepEqual(meanings('erve'), []);
});

test('of symbols that fit as well, those that are kept are meant', () => {
  const reached = Uint8Array.from(names, (name) => (name.includes('Client') ? 0 : 1));
  assert.deepEqual(meanings('Close', { ...parts, reached }), ['symbol net/http.(*Server).Close']);
  assert.deepEqual(meanings('unused'), ['symbol example.com/app/server.unused']);
});

test('a name says in which packages it is to be looked for', () => {
  assert.deepEqual(packagesNamedIn('net/http.(*Server).Nothing', parts), ['net/http']);
  assert.deepEqual(packagesNamedIn('http.Nothing', parts), ['net/http', 'vendor/golang.org/x/net/http']);
  assert.deepEqual(packagesNamedIn('example.com/app.nothing', parts), ['example.com/app']);
  assert.deepEqual(packagesNamedIn('yaml.v3.Nothing', parts), []);
  assert.deepEqual(packagesNamedIn('Nothing', parts), []);
});
