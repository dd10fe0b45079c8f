import { foreignPlatformText } from '../../image/documents.ts';
import type {
  AttributionReport,
  FileInspection,
  ImageInspection,
  ProgramContents,
} from '../../report/inspection.ts';
import type { FileReport, Report } from '../../report/model.ts';
import { formatPlatform, samePlatform } from '../../request/platform.ts';
import type { NamedBytes } from '../../size/attribution.ts';
import type { ToldDeadCode } from '../../size/dead-code-change.ts';
import type { Digest } from '../../support/hashing.ts';
import { goProgramsOf, isPresent } from '../inspect/image-programs.ts';

/** One platform, as far as it is known. */
export interface SizedImage {
  readonly platform: string;
  readonly diskBytes?: number;
  readonly pullBytes?: number;
  readonly sections?: FileInspection['sections'];
  /** Of an image its Go programs; else the only one. */
  readonly programs: readonly SizedProgram[];
  /** Of an image, by path; what its file system has in the end. */
  readonly files?: readonly NamedBytes[];
}

/** A program; what is in it is absent where it was not looked into. */
export interface SizedProgram extends Omit<ProgramContents, 'attribution'> {
  /** In the image; of a bare file its name. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
  readonly attribution?: SizedAttribution;
}

/** What a program is made of; a snapshot keeps less of its dead code than a report. */
export interface SizedAttribution extends Omit<AttributionReport, 'deadCode'> {
  readonly deadCode?: ToldDeadCode;
}

/** A side of a comparison: what it is called, and its images and programs by target. */
export interface Side {
  readonly name: string;
  readonly targets: readonly {
    readonly name: string;
    /** Of its main package, where it was built: what is known again under another name. */
    readonly importPath?: string;
    readonly images: readonly SizedImage[];
  }[];
}

/** The name of a program or an image alone, which a build would have called a target. */
export const onlyTarget = '';

/** What was inspected, as a side. */
export function sideOfInspection(name: string, inspection: FileInspection): Side {
  const { file, sections, attribution, symbols } = inspection;
  const platform = [file.os, file.architecture].filter((word) => word !== undefined).join('/');
  const program = {
    path: file.path,
    bytes: file.bytes,
    digest: file.digest,
    ...(attribution !== undefined && { attribution }),
    ...(symbols !== undefined && { symbols }),
  };
  return { name, targets: [{ name: onlyTarget, images: [{ platform, sections, programs: [program] }] }] };
}

/**
 * An image, as a side: its platforms, each with its files and Go programs.
 * @param read what is in programs, by their digests, beside what the inspection says
 */
export function sideOfImage(
  name: string,
  { images }: ImageInspection,
  read: ReadonlyMap<Digest, ProgramContents> = new Map(),
): Side {
  const sized = images.map((image) => ({
    platform: image.platform === undefined ? '' : foreignPlatformText(image.platform),
    diskBytes: image.diskBytes,
    pullBytes: image.pullBytes,
    programs: goProgramsOf(image).map((program) => ({
      ...program,
      ...(image.programs?.find(({ path }) => path === program.path) ?? read.get(program.digest)),
    })),
    files: image.files.filter(isPresent).map(({ path, bytes }) => ({ name: path, bytes })),
  }));
  return { name, targets: [{ name: onlyTarget, images: sized }] };
}

/** What a build reported, as a side: its images, and where it made none its bare files. */
export function sideOfReport(name: string, { targets }: Pick<Report, 'targets'>): Side {
  return {
    name,
    targets: targets.map((target) => ({
      name: target.name,
      importPath: target.importPath,
      images: [
        ...target.images.map(({ platform, diskBytes, pullBytes, ...image }) => ({
          platform: formatPlatform(platform),
          pullBytes,
          ...(diskBytes !== undefined && { diskBytes }),
          programs: [builtProgram(image)],
        })),
        ...(target.files ?? [])
          .filter((file) => !target.images.some(({ platform }) => samePlatform(platform, file.platform)))
          .map((file) => ({ platform: formatPlatform(file.platform), programs: [builtProgram(file)] })),
      ],
    })),
  };
}

function builtProgram({
  executable,
  attribution,
}: Pick<FileReport, 'executable' | 'attribution'>): SizedProgram {
  const { path, bytes, digest } = executable;
  return { path, bytes, digest, ...(attribution !== undefined && { attribution }) };
}
