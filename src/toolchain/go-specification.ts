import { SlipwayError } from '../support/errors.ts';
import { versionOfToolchain } from './go-version.ts';
import { parseRange } from './version-range.ts';

/** Which Go is asked for, and by whom: `--go`, `slipway.yaml`, `.tool-versions`, `go.mod toolchain line`, `../go.work go line` … */
export type Wanted = {
  readonly askedBy: string;
  /** True: the newest that fits is looked up before a Go on this machine will do. An exact version knows no newer one. */
  readonly checkLatest?: boolean;
} & (
  | {
      readonly kind: 'exact';
      /** A toolchain's name, `go1.26.8`. */
      readonly version: string;
    }
  | {
      readonly kind: 'minimum';
      /** Without `go`: `1.25.0`. */
      readonly version: string;
      /** True for "toolchain default": the Go on PATH or none. */
      readonly localOnly?: boolean;
      /** True: of a published module, in whose go.mod nobody can write a line. */
      readonly published?: boolean;
    }
  | {
      readonly kind: 'range';
      /** In the syntax of node-semver. */
      readonly range: string;
    }
  | { readonly kind: 'stable' | 'oldstable' }
  | {
      readonly kind: 'url';
      readonly url: URL;
      /** 64 lower-case hexadecimal digits. */
      readonly sha256: string;
    }
);

/**
 * Reads what a user may write for a Go version: `1.26.8`, `go1.26.8`, `1.27rc1` (exactly that); `1.26`, `1.26.x`, `^1.25`,
 * `>=1.24 <1.27` (the newest release in the range); `stable`, `oldstable`; the URL of a distribution with its SHA-256.
 * @throws SlipwayError E_CONFIG for anything else, and for a URL without a digest
 */
export function goSpecification(text: string, askedBy: string, sha256?: string): Wanted {
  const said = text.trim();
  if (/^(https?|file):\/\//i.test(said)) return byUrl(said, askedBy, sha256);
  if (sha256 !== undefined) {
    throw new SlipwayError('E_CONFIG', `${askedBy}: a SHA-256 is given with ${JSON.stringify(said)}`, {
      hint: 'a digest goes with the URL of a Go distribution; versions are checked with the checksum database',
    });
  }
  if (said === 'stable' || said === 'oldstable') return { kind: said, askedBy };
  const bare = said.replace(/^go(?=[0-9])/, '');
  const line = /^[0-9]+(\.[0-9]+)?$/.test(bare);
  const name = `go${goSpelling(bare)}`;
  if (!line && /^[\w.+~-]+$/.test(name) && versionOfToolchain(name) !== undefined) {
    return { kind: 'exact', version: name, askedBy };
  }
  const range = parseRange(bare);
  if (range !== undefined) return { kind: 'range', range, askedBy };
  throw new SlipwayError('E_CONFIG', `${askedBy}: ${JSON.stringify(said)} is not a Go version`, {
    hint: 'write a version (1.26.8), a range (1.26, ^1.25, ">=1.24 <1.27"), stable, oldstable, or a URL with its SHA-256',
  });
}

/**
 * A release as setup-go spells it, in semantic versions, in Go's own spelling: 1.24.0-rc.1 is Go 1.24rc1, and 1.20.0 is
 * Go 1.20, since before 1.21 a line's first release had no patch number.
 */
function goSpelling(version: string): string {
  const [, line, minor, kind, pre] = /^(1\.(\d+))\.0(?:-(beta|rc)\.(\d+))?$/.exec(version) ?? [];
  if (line === undefined) return version;
  if (kind !== undefined) return `${line}${kind}${pre}`;
  return Number(minor) < 21 ? line : version;
}

function byUrl(text: string, askedBy: string, sha256: string | undefined): Wanted {
  if (!URL.canParse(text)) {
    throw new SlipwayError('E_CONFIG', `${askedBy}: the URL of the Go distribution cannot be parsed`);
  }
  if (sha256 === undefined || !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new SlipwayError('E_CONFIG', `${askedBy}: a Go distribution from a URL needs its SHA-256`, {
      hint: 'give the 64 hexadecimal digits that its publisher names: nothing is downloaded unchecked',
    });
  }
  return { kind: 'url', url: new URL(text), sha256: sha256.toLowerCase(), askedBy };
}
