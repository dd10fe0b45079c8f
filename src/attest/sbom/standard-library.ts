import type { Component } from './bill.ts';
import type { FoundLicence } from './licence/found-licence.ts';
import { golangUrl } from './purl.ts';

/**
 * The standard library and runtime that every Go program has in it. Its package URL is the one that scanners and
 * vulnerability databases know, `pkg:golang/stdlib`, although the type asks for a namespace.
 * @param goVersion as the linker writes it: `go1.26.8`, `go1.26.8 X:jsonv2`, `devel go1.27-… Mon …`
 */
export function standardLibrary(goVersion: string, licence?: FoundLicence): Component {
  const release = /^go(\d\S*)/.exec(goVersion)?.[1];
  const experiments = /^go\d\S* X:(\S+)$/.exec(goVersion)?.[1];
  return {
    id: `stdlib ${goVersion}`,
    kind: 'standard-library',
    name: 'stdlib',
    version: release ?? goVersion,
    purl: golangUrl('stdlib', release),
    ...(release !== undefined && /^[\d.]+$/.test(release) && { cpe: goCpe(release) }),
    ...(licence !== undefined && { licence }),
    ...(experiments !== undefined && { facts: { 'go:build:GOEXPERIMENT': experiments } }),
  };
}

/** NIST's name for Go (NIST IR 7695, 6.2, "formatted string"); of releases alone, whose versions need no escaping. */
function goCpe(release: string): string {
  return `cpe:2.3:a:golang:go:${release}:-:*:*:*:*:*:*`;
}
