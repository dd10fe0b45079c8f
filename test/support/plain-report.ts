import type { Report } from '../../src/report/model.ts';
import { inventedReport } from './invented-build.ts';

/** A report of a build that went well, of one target for two platforms, with nothing else in it. */
export function plainReport(name = 'api'): Report {
  const { targets } = inventedReport({ name, images: { 'linux/amd64': {}, 'linux/arm64': {} } });
  return {
    schemaVersion: 1,
    slipway: '1.2.3',
    outcome: 'pass',
    request: {
      ...{ source: '/src', platforms: [], outputs: [], compression: 'gzip:6' },
      ...{ compressor: 'zlib', vcsStamp: 'auto' },
    },
    toolchain: {
      ...{ go: 'go1.26.8', source: 'PATH', askedBy: 'go.mod go line', pinned: true },
      ...{ environment: {}, overruled: [] },
    },
    base: { reference: 'static' },
    targets,
    ...{ seconds: 1, stages: [], verdicts: [], notices: [] },
  };
}
