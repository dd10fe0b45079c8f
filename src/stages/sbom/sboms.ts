import { noSboms, type SbomReports } from '../../report/build-report.ts';
import type { SbomRequest } from '../../request/request.ts';
import type { Sboms } from './sbom.ts';

export const nothingListed: Sboms = { documents: [], verdicts: [] };

export interface WrittenSboms {
  readonly reports: SbomReports;
  /** True when all were there already. */
  readonly unchanged: boolean;
}

/** Makes them as `makeSboms` does; what that needs is loaded for those who ask. */
export async function listSboms(...asked: Parameters<typeof import('./sbom.ts').makeSboms>): Promise<Sboms> {
  const { makeSboms } = await import('./sbom.ts');
  return makeSboms(...asked);
}

/** Writes them where that was asked for. */
export async function writeListed(listed: Sboms, sbom: SbomRequest | undefined): Promise<WrittenSboms> {
  if (sbom === undefined) return { reports: noSboms, unchanged: true };
  const { sbomReports, writeSboms } = await import('./sbom.ts');
  return { reports: sbomReports(listed, sbom), unchanged: await writeSboms(listed, sbom) };
}
