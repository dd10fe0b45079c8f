import { join } from 'node:path';
import { readLinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { storeFolders } from '../../cache/folders.ts';
import type { LinkedPackage } from '../../gobuild/compiled-packages.ts';
import type { Platform } from '../../request/platform.ts';
import { adviceQuestion } from '../../size/reach/advice.ts';
import { freeRuleColumns } from '../../size/reach/column-rooms.ts';
import { type PackageFacts, packageNodes } from '../../size/reach/dead-code.ts';
import { hintFor } from '../../size/reach/hints.ts';
import { type ArchivedObject, inLinkOrder } from '../../size/reach/objects.ts';
import { type ReachFindings, reachFindings } from '../../size/reach/program-findings.ts';
import { type ProgramReach, programReach } from '../../size/reach/program-reach.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Ports } from '../ports.ts';
import { readArchives } from './object-reads.ts';
import { programFacts } from './program-facts.ts';

/** A program by the compiled packages that it is linked from. */
export interface LinkedFrom<Package extends LinkedPackage = LinkedPackage> {
  readonly packages: readonly Package[];
  /** Import path of its main package. */
  readonly main: string;
  readonly platform: Platform;
  readonly buildTags: readonly string[];
  /** Of the toolchain that compiled them. */
  readonly goroot: string;
  /** Slipway's. */
  readonly cacheDirectory: string;
}

export interface ReachPorts extends Pick<Ports, 'machine' | 'objectWorker' | 'signal'> {
  /** Is told when the packages are read: what is left goes through each table once or twice. */
  readonly whenRead?: (objects: readonly (readonly ArchivedObject[])[]) => void;
}

/**
 * Runs the linker's dead-code rules over compiled packages.
 * @throws SlipwayError E_BINARY when a package is damaged, of a Go whose objects are not known, or C code is linked in, which other
 * rules hold for; E_TOOLCHAIN when the toolchain comes without its source; the system's error when a package cannot be opened
 */
export async function reachOf(
  { packages, main, platform, goroot, cacheDirectory }: LinkedFrom,
  { machine, objectWorker, signal, whenRead }: ReachPorts,
): Promise<ProgramReach> {
  if (packages.some(({ path }) => path === 'runtime/cgo')) {
    throw new SlipwayError(
      'E_BINARY',
      'it is linked with C code, so what the linker keeps does not follow from Go objects alone',
    );
  }
  const tables = await readLinkerTables(goroot, platform.architecture);
  const read = await readArchives(
    packages.map(({ archive }) => archive),
    {
      folder: join(cacheDirectory, storeFolders.objects),
      ...{ tables, worker: objectWorker, cores: machine.cores, signal },
    },
  );
  whenRead?.(read);
  return programReach(inLinkOrder(packages, read, main), platform, tables, () =>
    freeRuleColumns(read.flat()),
  );
}

/**
 * What would go away, why what stays is there, and what can be done.
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when a file cannot be read
 */
export function findingsOf(
  reach: ProgramReach,
  linked: LinkedFrom,
  facts = programFacts(linked),
): ReachFindings {
  const nodes = packageNodes(reach);
  return reachFindings(reach, nodes, factsOf(linked), adviceQuestion(reach, nodes, facts));
}

/** What is known of a program's packages beside their objects. */
export function factsOf({ packages, main }: Pick<LinkedFrom, 'packages' | 'main'>): PackageFacts {
  const modules = new Map(packages.map(({ path, module }) => [path === main ? 'main' : path, module]));
  return { moduleOf: (path) => modules.get(path) ?? '', hintFor };
}
