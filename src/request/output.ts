import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { type Fault, quoted, throwFaults } from './faults.ts';
import { type Item, scalar } from './kinds.ts';
import type { BuildRequest, Output } from './request.ts';
import { fillTarget, namesTarget } from './template.ts';

const kinds = ['oci', 'oci-archive', 'docker-archive', 'bin', 'bin-archive', 'shard'] as const;
const outputForms = 'oci:DIR, oci-archive:FILE, docker-archive:FILE, bin:DIR, bin-archive:DIR or shard:DIR';

/** Reads `KIND:PATH`; the path is as it was written. */
export const output: Item<Output> = scalar({
  placeholder: 'KIND:PATH',
  one: outputForms,
  many: 'outputs',
  parse: (text) => {
    const [, named, path] = /^([a-z-]+):([^\0\n\r]+)$/.exec(text) ?? [];
    const kind = kinds.find((known) => known === named);
    if (path !== undefined && kind !== undefined) return { kind, path };
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not an output`, { hint: `write ${outputForms}` });
  },
  show: formatOutput,
  schema: { type: 'string', pattern: `^(?:${kinds.join('|')}):[^\\u0000\\n\\r]+$` },
});

/** The spelling of --output. */
export function formatOutput({ kind, path }: Output): string {
  return `${kind}:${path}`;
}

/** Whether programs are asked for as files, bare or in release archives. */
export function asksForFiles(outputs: readonly Pick<Output, 'kind'>[]): boolean {
  return outputs.some(isOfFiles);
}

/** Whether programs go there as files. */
export function isOfFiles<Kind extends Pick<Output, 'kind'>>(
  output: Kind,
): output is Extract<Kind, { readonly kind: 'bin' | 'bin-archive' }> {
  return output.kind === 'bin' || output.kind === 'bin-archive';
}

type Asked = Pick<BuildRequest, 'outputs' | 'push' | 'load'>;

/** Whether a run makes images, or files only. */
export function asksForImages(request: Asked): boolean {
  return request.push.length > 0 || asksForImagesHere(request);
}

/** Whether images come to this machine whole, with every layer of their bases. */
export function asksForImagesHere({ outputs, load }: Omit<Asked, 'push'>): boolean {
  return load !== undefined || outputs.some((output) => !isOfFiles(output));
}

/** Where one target's results go. Paths are absolute. */
export interface TargetOutputs {
  readonly outputs: readonly Output[];
  readonly digestFile: string | undefined;
}

/**
 * Where each target's results go: a layout is DIR for one target and DIR/NAME for several, `{target}` stands for the
 * name anywhere, and a single file of several targets needs it.
 * @throws SlipwayError E_CONFIG when targets would write over each other or over another file of the run
 */
export function outputsFor(
  request: Pick<BuildRequest, 'outputs' | 'digestFile' | 'sbom' | keyof OtherFiles>,
  targetNames: readonly string[],
): ReadonlyMap<string, TargetOutputs> {
  const several = targetNames.length > 1;
  if (several) requireTemplates(request);
  const placed = targetNames.map((target): readonly [string, TargetOutputs] => [
    target,
    {
      outputs: request.outputs.map(({ kind, path }) => ({ kind, path: pathOf(kind, path, target, several) })),
      digestFile: request.digestFile === undefined ? undefined : fillTarget(request.digestFile, target),
    },
  ]);
  refuseCollisions(placed, request);
  return new Map(placed);
}

/** Files of several targets share a folder and its checksums: their names tell whose they are. */
function pathOf(kind: Output['kind'], path: string, target: string, several: boolean): string {
  if (namesTarget(path)) return fillTarget(path, target);
  return several && kind === 'oci' ? join(path, target) : path;
}

/** One file holds one image, or one target's images. */
function isFile(kind: Output['kind']): boolean {
  return kind === 'oci-archive' || kind === 'docker-archive';
}

function requireTemplates(request: Pick<BuildRequest, 'outputs' | 'digestFile'>): void {
  const files = request.outputs
    .filter(({ kind }) => isFile(kind))
    .map(({ kind, path }) => ({ where: `--output ${kind}`, path }));
  if (request.digestFile !== undefined) files.push({ where: '--digest-file', path: request.digestFile });
  const faults = files
    .filter(({ path }) => !namesTarget(path))
    .map(({ where, path }) => ({
      where,
      message: `one file cannot hold several targets: ${path}`,
      hint: 'put {target} in its name, for example out/{target}.tar',
    }));
  throwFaults(faults, 'the outputs');
}

/** Files that are the whole run's. */
type OtherFiles = Pick<BuildRequest, 'reportFile' | 'snapshotFile' | 'pageFile' | 'sizePageFile'>;

/** What outputs of all targets may have one folder for: files, which have one list of checksums there; and a shard is one folder. */
const shared: Readonly<Partial<Record<Output['kind'], string>>> = {
  bin: 'files',
  'bin-archive': 'files',
  shard: 'shard',
};

function refuseCollisions(
  placed: readonly (readonly [string, TargetOutputs])[],
  { reportFile, snapshotFile, pageFile, sizePageFile, sbom }: OtherFiles & Pick<BuildRequest, 'sbom'>,
): void {
  const faults: Fault[] = [];
  const taken = new Map<string, { readonly by: string; readonly sharing: string | undefined }>();
  const take = (path: string | undefined, by: string, sharing?: string): void => {
    if (path === undefined) return;
    const other = taken.get(path);
    if (other !== undefined && (sharing === undefined || sharing !== other.sharing)) {
      faults.push({
        where: by,
        message: `writes to ${path}, and so does ${other.by}`,
        hint: 'give each its own path',
      });
    }
    taken.set(path, { by, sharing });
  };
  take(reportFile, '--report');
  take(snapshotFile, '--snapshot');
  take(pageFile, '--html');
  take(sizePageFile, '--size-html');
  take(sbom?.directory, '--sbom-dir');
  const several = placed.length > 1;
  for (const [target, { outputs, digestFile }] of placed) {
    const whose = several ? ` of ${target}` : '';
    for (const { kind, path } of outputs) {
      const sharing = shared[kind];
      take(path, `--output ${kind}${sharing === undefined ? whose : ''}`, sharing);
    }
    take(digestFile, `--digest-file${whose}`);
  }
  throwFaults(faults, 'the outputs');
}
