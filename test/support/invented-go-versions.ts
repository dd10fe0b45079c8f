import type { GoComparison, GoProgram } from '../../src/report/go-versions/go-comparison.ts';
import type { Digest } from '../../src/support/hashing.ts';

const KiB = 1024;
const digest: Digest = `sha256:${'0f'.repeat(32)}`;

/** A program of a version, larger than that of others by a factor. */
export function inventedProgram(go: string, factor = 1): GoProgram {
  const kibibytes = (count: number): number => Math.round(count * factor) * KiB;
  const parts = {
    code: kibibytes(2000),
    pclntab: kibibytes(1200),
    funcdata: kibibytes(300),
    types: 400 * KiB,
    strings: 100 * KiB,
    data: 240 * KiB,
    other: 60 * KiB,
  };
  const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    go,
    file: { bytes, digest },
    whole: { bytes: Math.round(bytes * 1.5), digest },
    parts,
    ...(factor !== 1 && { packages: [{ path: 'encoding/json/v2', before: 0, after: 271 * KiB }] }),
    godebug: factor === 1 ? [] : ['asynctimerchan=1', 'panicnil=1'],
    wireBytes: Math.round(bytes * 0.43),
    packed: { kind: 'packed', bytes: Math.round(bytes * 0.42), digest, by: 'UPX 4.2.2 (nrv-7)' },
    start: {
      kind: 'measured',
      seconds: [0.0026 * factor, 0.003 * factor, 0.0024 * factor],
      median: 0.0026 * factor,
      low: 0.0025 * factor,
      high: 0.0028 * factor,
      isolation: 'runc 1.1.5',
    },
  };
}

/** Three versions of Go of which one is too old and one cannot be had, and the module's own. */
export function inventedGoComparison(changes: Partial<GoComparison> = {}): GoComparison {
  const error = {
    code: 'E_BUILD',
    message: 'the go line of go.mod asks for Go 1.25, and go1.24.10 is older',
  } as const;
  const missing = {
    code: 'E_TOOLCHAIN',
    message: 'go1.99.1 cannot be had: no such version',
    hint: 'there is 1.27.1',
  } as const;
  return {
    source: './api',
    versions: [
      { asked: [], own: true, go: 'go1.26.8', source: 'PATH' },
      { asked: ['1.24'], go: 'go1.24.10', source: 'PATH' },
      { asked: ['1.99.1'], error: missing },
      { asked: ['1.27', 'stable'], go: 'go1.27.1', source: 'tool cache' },
    ],
    targets: [
      {
        name: 'api',
        importPath: 'example.com/api/cmd/api',
        platforms: [
          {
            platform: { os: 'linux', architecture: 'amd64' },
            compression: 'gzip:6',
            programs: [
              inventedProgram('go1.26.8'),
              { go: 'go1.24.10', error },
              inventedProgram('go1.27.1', 1.1),
            ],
          },
        ],
      },
    ],
    notices: ['go1.24.10 is the newest on this machine'],
    ...changes,
  };
}
