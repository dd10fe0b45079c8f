import { join } from 'node:path';
import { type Bill, emptyPart, joinParts } from '../../attest/sbom/bill.ts';
import { sbomEncodings, sbomFileName } from '../../attest/sbom/documents.ts';
import { goProgramPart } from '../../attest/sbom/go-program.ts';
import { checkSums } from '../../attest/sbom/module-sums.ts';
import { imageComponent } from '../../attest/sbom/subjects.ts';
import type { Origin } from '../../gobuild/origin.ts';
import type { ImportRecord } from '../../gobuild/program-imports.ts';
import { readModuleSums } from '../../gobuild/sum-files.ts';
import type { Image, Layout } from '../../image/image.ts';
import type { SbomReports } from '../../report/build-report.ts';
import { formatPlatform, type Platform, samePlatform } from '../../request/platform.ts';
import type { BuildRequest, SbomRequest } from '../../request/request.ts';
import type { SbomFormat } from '../../request/sbom-inputs.ts';
import { readTextIfExists, writeFileAtomic } from '../../support/files.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { pullableName } from '../base-places.ts';
import { createdTime } from '../images.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import { baseParts } from './sbom-base.ts';
import { builtProgram, type ProgramKnowledge, toldVersion } from './sbom-program.ts';

/** A bill of materials of one image, or of a file for a platform without one; `subject` is its manifest's digest or the file's. */
export interface SbomDocument {
  readonly target: string;
  readonly platform: Platform;
  readonly subject: Digest;
  readonly format: SbomFormat;
  readonly mediaType: string;
  readonly content: string;
}

export interface Sboms {
  readonly documents: readonly SbomDocument[];
  /** Whether the programs have the modules that go.sum vouches for. */
  readonly verdicts: readonly Verdict[];
}

interface SbomRun {
  readonly request: BuildRequest;
  readonly sbom: SbomRequest;
  readonly origin: Origin;
  readonly imports: ImportRecord;
}

/**
 * The bills of every image, and of every program for a platform without one. Nothing is written.
 * @throws SlipwayError E_BASE when a base's layers cannot be read; as its source's `fetch`
 */
export async function makeSboms(
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  run: SbomRun,
  ports: Ports,
): Promise<Sboms> {
  const { workspace, go } = run.origin;
  const sums = await readModuleSums(workspace.directory, go.settings.GOWORK.value);
  const documents: SbomDocument[] = [];
  const verdicts: Verdict[] = [];
  for (const [at, target] of targets.entries()) {
    for (const executable of target.executables) {
      const { platform } = executable;
      const image = layouts[at]?.images.find((one) => samePlatform(one.platform, platform));
      const known = { ...run, sums, licenses: run.sbom.licenses };
      const { bill, verdict } = await billOf({ target, executable, image }, known, ports);
      verdicts.push(verdict);
      for (const format of run.sbom.formats)
        documents.push({ target: target.name, platform, ...encoded(bill, format) });
    }
  }
  return { documents, verdicts };
}

/** A program and the image that it is in. */
interface Built {
  readonly target: InspectedTarget;
  readonly executable: InspectedExecutable;
  readonly image: Image | undefined;
}

async function billOf(
  { target, executable, image }: Built,
  run: SbomRun & ProgramKnowledge,
  ports: Ports,
): Promise<{ bill: Bill; verdict: Verdict }> {
  const subject = `${target.name} (${formatPlatform(executable.platform)})`;
  const described = await builtProgram(target, executable, image !== undefined, run);
  const verdict = checkSums(subject, described.info, run.sums);
  const { program, ...part } = goProgramPart(described);
  const created = createdTime(target, run.request, run.origin);
  const about = { created, phase: 'build' } as const;
  if (image === undefined) {
    const { components, ...links } = joinParts([part]);
    const others = components.filter(({ id }) => id !== program.id);
    return { bill: { ...about, subject: program, components: others, ...links }, verdict };
  }
  const { digest } = image.manifest;
  const { platform } = image;
  const version = toldVersion(target, run.origin);
  const whole = imageComponent({ name: target.name, version, digest, platform, facts: baseFacts(target) });
  const base = await baseParts(whole.id, target, executable, run.origin, ports);
  const within = { ...emptyPart, contents: [{ from: whole.id, to: [program.id] }] };
  const parts = joinParts([within, part, ...base]);
  return { bill: { ...about, subject: whole, ...parts }, verdict };
}

/** Where on this machine a base lies is not told: the bill travels, and the same build elsewhere has the same. */
function baseFacts({ base, settings }: InspectedTarget): Record<string, string> {
  const name = typeof settings.base === 'string' ? base.reference : pullableName(settings.base);
  return { 'image:base': [name, base.digest].filter((word) => word !== undefined).join(' ') };
}

function encoded(bill: Bill, format: SbomFormat): Omit<SbomDocument, 'target' | 'platform'> {
  const { encode, mediaType } = sbomEncodings[format];
  return { subject: bill.subject.digest, format, mediaType, content: encode(bill) };
}

function pathOf({ target, platform, format }: SbomDocument, { directory }: SbomRequest): string {
  return join(directory, sbomFileName(target, platform, format));
}

/**
 * Writes them to the folder, each whole.
 * @returns true when all were there already
 */
export async function writeSboms({ documents }: Sboms, request: SbomRequest): Promise<boolean> {
  let unchanged = true;
  for (const document of documents) {
    const path = pathOf(document, request);
    if ((await readTextIfExists(path)) === document.content) continue;
    await writeFileAtomic(path, document.content);
    unchanged = false;
  }
  return unchanged;
}

/** What the report says of those that were written. */
export function sbomReports({ documents }: Sboms, request: SbomRequest): SbomReports {
  const reports = documents.map((document) => {
    const { target, platform, format, content } = document;
    const path = pathOf(document, request);
    return { target, platform, format, path, bytes: Buffer.byteLength(content), digest: sha256(content) };
  });
  return (target, platform) =>
    reports
      .filter((one) => one.target === target && samePlatform(one.platform, platform))
      .map(({ target: _, platform: __, ...report }) => report);
}
