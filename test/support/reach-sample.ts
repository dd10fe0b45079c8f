import type { Advice, DeadCode, ReferenceStep } from '../../src/size/reach/findings.ts';
import { inventedInspection } from './invented-inspection.ts';

const main = 'example.com/api/cmd/api';
const metrics = 'github.com/acme/metrics';

/** From where the linker begins to a method that only reflection keeps. */
export const referencesToProm: readonly ReferenceStep[] = [
  { symbol: '_rt0_amd64_linux', package: 'runtime', by: 'start' },
  { symbol: 'main.main', package: main, by: 'linkname' },
  { symbol: 'type:*example.com/api/internal/store.Store', package: '', by: 'reference' },
  {
    symbol: 'example.com/api/internal/store.(*Store).Close',
    package: 'example.com/api/internal/store',
    by: 'interface',
  },
  { symbol: `${metrics}/prom.(*Registry).Gather`, package: `${metrics}/prom`, by: 'reflection' },
];

const referencesToText: readonly ReferenceStep[] = [
  { symbol: '_rt0_amd64_linux', package: 'runtime', by: 'start' },
  { symbol: 'go:main.inittasks', package: '', by: 'reference' },
  { symbol: `${metrics}/text..inittask`, package: `${metrics}/text`, by: 'init' },
];

const generic = `${metrics}/prom.lookup[go.shape.struct { Name string; Values map[string][]${metrics}/text.Value }]`;

export const deadCode: DeadCode = {
  pruned: false,
  pruningBytes: 1_900_000,
  bytes: 3_300_000,
  blockers: [
    {
      symbol: 'text/template.(*state).evalField',
      package: 'text/template',
      module: 'std',
      bytes: 2_400_000,
      packageBytes: 2_900_000,
      references: [
        ...referencesToProm.slice(0, 2),
        { symbol: 'text/template.(*Template).Execute', package: 'text/template', by: 'interface' },
        { symbol: 'text/template.(*state).evalField', package: 'text/template', by: 'reference' },
      ],
      imports: [main, 'example.com/api/internal/mail', 'text/template'],
      hint: 'strings that are put together by hand need no template',
    },
    {
      symbol: generic,
      package: `${metrics}/prom`,
      module: metrics,
      bytes: 0,
      packageBytes: 0,
      references: referencesToProm.slice(0, 2),
      imports: [main, `${metrics}/prom`],
    },
  ],
};

export const advice: readonly Advice[] = [
  {
    kind: 'http2',
    subject: 'net/http',
    bytes: 398_336,
    text: 'net/http brings HTTP/2: the build tag nethttpomithttp2 leaves it out.',
  },
  {
    kind: 'constant',
    subject: `${metrics}/text`,
    bytes: 20_480,
    text: 'its package text is kept for one constant.',
  },
];

/**
 * A program of 400 KiB of which it is known what would go away: the module acme/metrics has 60 KiB and keeps 100, of its
 * packages prom has 40 and keeps 90, text has 20 and others need some of them.
 */
export const keptProgram = inventedInspection({
  packages: [
    {
      path: 'net/http',
      module: 'std',
      functions: { Get: 102_400 },
      retainedBytes: 256_000,
      importedBy: main,
    },
    { path: 'runtime', module: 'std', parts: { data: 51_200 } },
    { path: main, module: 'example.com/api', functions: { main: 10_240 }, retainedBytes: 409_600 },
    {
      path: 'example.com/api/internal/store',
      module: 'example.com/api',
      functions: { Open: 15_360 },
      retainedBytes: 40_960,
      importedBy: 'example.com/api/internal/wire',
    },
    {
      path: `${metrics}/prom`,
      module: metrics,
      functions: { '(*Registry).Gather': 10_240, New: 10_240 },
      retainedBytes: 92_160,
      importedBy: 'example.com/api/internal/store',
      references: referencesToProm,
    },
    {
      path: `${metrics}/text`,
      module: metrics,
      functions: { Write: 10_240 },
      retainedBytes: 10_240,
      importedBy: `${metrics}/prom`,
      references: referencesToText,
    },
  ],
  emptyPackages: [{ path: 'example.com/api/internal/wire', module: 'example.com/api', importedBy: main }],
  structures: { padding: 40_960 },
  retained: { std: 400_000, 'example.com/api': 409_600, [metrics]: 102_400 },
  deadCode,
  advice,
});
