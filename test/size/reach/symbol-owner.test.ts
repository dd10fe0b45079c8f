import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedPackage } from '../../../src/size/reach/symbol-owner.ts';

test('what the compiler makes for a type belongs to the package of the type, whatever it is called', () => {
  const owners: Readonly<Record<string, string>> = {
    'net/http.(*Server).Serve': 'net/http',
    'type:net/http.Server': 'net/http',
    'type:.eq.net/http.Server': 'net/http',
    'type:.eqfunc.net/http.Server': 'net/http',
    'type:.hashfunc.net/netip.addrDetail': 'net/netip',
    'type:.eqfunc.struct { os/exec.in string; os/exec.out string }': 'os/exec',
    'type:.eqfunc128': '',
    'type:.hashfunc8': '',
    'type:noalg.map.group[net.hostLookupOrder]string': 'net',
    'type:noalg.[8]struct { key net.hostLookupOrder; elem string }': 'net',
    'type:noalg.map.group[string]int': '',
    'type:map.bucket[string]net/http.muxEntry': 'net/http',
    'type:map[string]int': '',
    'go:itab.*net.TCPConn,io.Reader': 'net',
  };
  for (const [name, owner] of Object.entries(owners)) assert.equal(namedPackage(name), owner, name);
});
