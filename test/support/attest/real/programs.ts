import { goTool } from '../../../../scripts/tools/go.ts';
import type { Tool } from '../../../../scripts/tools/table.ts';
import { toolsFolder } from '../../../../scripts/tools.ts';
import { tool } from '../../tools.ts';

const folder = 'test/support/attest/real';
const programs = {
  fulcio: {
    kind: 'go-build',
    modulePath: 'github.com/sigstore/fulcio',
    versions: ['v1.8.8', 'v1.8.7'],
    main: { folder: `${folder}/fulcio` },
  },
  timestamps: {
    kind: 'go-build',
    modulePath: 'github.com/sigstore/timestamp-authority/v2',
    versions: ['v2.1.3', 'v2.1.2'],
    main: { folder: `${folder}/timestamps` },
  },
  rekor: {
    kind: 'go-build',
    modulePath: 'github.com/sigstore/rekor-tiles/v2',
    versions: ['v2.3.0'],
    main: { importPath: 'github.com/sigstore/rekor-tiles/v2/cmd/rekor-server/posix' },
  },
} as const satisfies Readonly<Record<string, Tool['source']>>;

export type SigstoreProgram = keyof typeof programs;

/** A server of Sigstore, which only the torture tests run; compiling it takes minutes. */
export async function sigstoreProgram(name: SigstoreProgram): Promise<string> {
  const found = await goTool({ name, source: programs[name], neededBy: 'torture' }, tool('go'), toolsFolder);
  if (found instanceof Error) throw found;
  return found.path;
}
