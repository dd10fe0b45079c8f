import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importPath, packageModules } from '../../../src/binary/go/package-module.ts';

const main = { path: 'example.com/app', version: '(devel)' };
const dependencies = [
  { path: 'example.com/app/sdk', version: 'v0.2.0' },
  { path: 'example.com/left', version: 'v1.2.3', replace: { path: './left', version: '' } },
  { path: 'golang.org/x/net', version: 'v0.30.0' },
];

describe('the module of a package', () => {
  const moduleOf = packageModules({ main, dependencies });
  const cases: readonly (readonly [packagePath: string, module: string | undefined])[] = [
    ['main', 'example.com/app'],
    ['example.com/app/internal/store', 'example.com/app'],
    ['example.com/app/sdk', 'example.com/app/sdk'],
    ['example.com/app/sdk/v2', 'example.com/app/sdk'],
    ['example.com/app/sdkutil', 'example.com/app'],
    ['example.com/left/deep', 'example.com/left'],
    ['golang.org/x/net/http2', 'golang.org/x/net'],
    ['vendor/golang.org/x/net/http2/hpack', 'std'],
    ['net/http', 'std'],
    ['github.com/nobody/knows', undefined],
  ];
  for (const [packagePath, expected] of cases) {
    it(`is ${expected ?? 'not known'} for ${packagePath}`, () => {
      const module = moduleOf(packagePath);
      assert.equal(typeof module === 'object' ? module.path : module, expected);
    });
  }

  it('is the main one for paths without a dot that it has', () => {
    assert.deepEqual(packageModules({ main: { path: 'app', version: '' }, dependencies })('app/store'), {
      path: 'app',
      version: '',
    });
  });

  it('is known of the standard library alone where a program has no build info', () => {
    const moduleOf = packageModules(undefined);
    assert.deepEqual(
      [moduleOf('net/http'), moduleOf('main'), moduleOf('example.com/x')],
      ['std', undefined, undefined],
    );
  });
});

describe('the import path of main', () => {
  it('is what build info says', () => {
    assert.equal(importPath('main', { path: 'example.com/app/cmd/api' }), 'example.com/app/cmd/api');
    assert.equal(importPath('main', undefined), 'main');
    assert.equal(importPath('fmt', { path: 'example.com/app/cmd/api' }), 'fmt');
  });
});
