import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packageOf, packageOfType } from '../../../../src/binary/go/functions/symbol-package.ts';

/** Symbols of real programs → the package they belong to; undefined: none alone. */
const symbols: Readonly<Record<string, string | undefined>> = {
  'main.main': 'main',
  'main.main.func1': 'main',
  'main.init.0': 'main',
  'main.glob..func1': 'main',
  'fmt.(*pp).printValue': 'fmt',
  'net/http.(*Server).Serve-fm': 'net/http',
  'net/http.HandlerFunc.ServeHTTP': 'net/http',
  'gopkg.in/yaml%2ev3.(*Node).Decode': 'gopkg.in/yaml.v3',
  'crypto/internal/entropy/v1%2e0%2e0.(*source).Sample': 'crypto/internal/entropy/v1.0.0',
  'example.com/caf%c3%a9.F': 'example.com/café',
  'vendor/golang.org/x/net/http2/hpack.(*Encoder).WriteField': 'vendor/golang.org/x/net/http2/hpack',
  'slices.SortFunc[go.shape.[]github.com/a/b.T,go.shape.struct { c/d.e int }]': 'slices',
  'sync/atomic.(*Pointer[interface {}]).Store': 'sync/atomic',
  'crypto/ecdsa.privateKeyCache.(*Cache[go.shape.uint8,x/y.Z]).Get.func1': 'crypto/ecdsa',
  'github.com/google/go-containerregistry/pkg/v1/remote.(*writer).uploadOne.func1.(*Logger).Printf.1':
    'github.com/google/go-containerregistry/pkg/v1/remote',
  'github.com/go-delve/delve/pkg/dwarf/reader.(*Reader).debug/dwarf.clone':
    'github.com/go-delve/delve/pkg/dwarf/reader',
  'github.com/cilium/ebpf/btf.offsetTarget·2.Format': 'github.com/cilium/ebpf/btf',
  'crypto/internal/fips140/rsa.EncryptOAEP-tramp0': 'crypto/internal/fips140/rsa',
  'type:.eq.net/netip.Addr': 'net/netip',
  'type:.hash.vendor/golang.org/x/net/http2/hpack.pairNameValue': 'vendor/golang.org/x/net/http2/hpack',
  'type..eq.fmt.fmt': 'fmt',
  'type:.eq.[16]sync/atomic.Pointer[internal/sync.node[net/netip.addrDetail,weak.Pointer[a/b.C]]]':
    'sync/atomic',
  'type:.eq.struct { github.com/spf13/cobra.name string; github.com/spf13/cobra.Other int }':
    'github.com/spf13/cobra',
  'type:.eq.struct { A io.Reader; B net.Conn }': undefined,
  'type:.eq.EEM16': undefined,
  'go:(*struct { io.Reader }).Read': 'io',
  'go.struct { io.Reader; io.WriterTo }.WriteTo': 'io',
  'go:struct { io.Reader; net.Conn }.Read': undefined,
  'go.starlark.net/starlark.(*Builtin).Call': 'go.starlark.net/starlark',
  'go:buildid': undefined,
  memeqbody: undefined,
  _rt0_amd64_linux: undefined,
  _cgoexp_1234_callback: undefined,
  '': undefined,
};

describe('the package of a symbol', () => {
  for (const [symbol, expected] of Object.entries(symbols)) {
    it(`is ${expected ?? 'none alone'} for ${symbol === '' ? 'an empty name' : symbol}`, () => {
      const naming = packageOf(symbol);
      assert.equal(naming.kind === 'package' ? naming.path : undefined, expected);
    });
  }

  it('has a second reading where a wrapper of a foreign method looks like a path', () => {
    assert.deepEqual(packageOf('github.com/go-delve/delve/pkg/dwarf/reader.Reader.debug/dwarf.clone'), {
      kind: 'package',
      path: 'github.com/go-delve/delve/pkg/dwarf/reader.Reader.debug/dwarf',
      shorter: 'github.com/go-delve/delve/pkg/dwarf/reader',
    });
  });

  it('is the path, whatever the path and what is behind it', () => {
    const element = fc.stringMatching(/^[a-z][a-z0-9_~-]{0,8}$/);
    const path = fc.array(element, { minLength: 1, maxLength: 4 }).map((elements) => elements.join('/'));
    const rest = fc.constantFrom(
      'F',
      '(*T).M',
      'T.M',
      'F[x/y.Z]',
      '(*T[a.B]).M.func1',
      'init.0',
      'F.func1.2',
    );
    fc.assert(
      fc.property(path, rest, (path, rest) => {
        assert.deepEqual(packageOf(`${path}.${rest}`), { kind: 'package', path });
      }),
    );
  });
});

/** Types as the linker names them → their package. */
const types: Readonly<Record<string, string>> = {
  int: 'none',
  'map[string]*net/url.URL': 'net/url',
  'chan<- a/b.T': 'a/b',
  '<-chan a/b.T': 'a/b',
  'func(...a/b.T) (a/b.U, error)': 'a/b',
  'func(context.Context) net.Conn': 'several',
  'struct { X string "json:\\"a.b/c.d\\"" }': 'none',
  '[]a/b.T[c/d.U]': 'a/b',
  'go.shape.struct { net/netip.isV6 bool }': 'net/netip',
};

describe('the package of a type', () => {
  for (const [type, expected] of Object.entries(types)) {
    it(`is ${expected} for ${type}`, () => {
      const naming = packageOfType(type);
      assert.equal(naming.kind === 'package' ? naming.path : naming.kind, expected);
    });
  }
});
