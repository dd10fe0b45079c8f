import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isConfigType, isDocumentType } from '../image/media-types.ts';
import { type ReaderName, readerNames } from '../request/requirement.ts';
import { SlipwayError } from '../support/errors.ts';
import { type CommandResult, failure, shellLine } from '../support/exec.ts';
import { findProgram } from '../support/find-program.ts';
import { oneLine } from '../support/one-line.ts';
import type { Examination } from '../verify/examine.ts';
import { type AskedDocument, type Question, type ReadPlace, readers } from '../verify/readers/readers.ts';
import type { ReaderReport } from '../verify/readers/verdicts.ts';
import type { Ports } from './ports.ts';

/** Documents of one image that each tool is asked about: an index and its platforms. */
const mostDocuments = 50;

/** An image in a registry, as tools are told of it. */
export type RegistryPlace = Extract<ReadPlace, { readonly kind: 'registry' }>;

type ReadingPorts = Pick<Ports, 'exec' | 'env' | 'host'>;

/**
 * Asks other tools that are on PATH what an image is: each document's digest, and of images the layers. A tool that is not there,
 * or cannot read it, is no fault here.
 * @param registry where the image lies in one; tools then read it there too
 * @param demanded reported also when they are not there
 */
export async function crossRead(
  examination: Examination,
  registry: RegistryPlace | undefined,
  demanded: readonly ReaderName[],
  ports: ReadingPorts,
): Promise<readonly ReaderReport[]> {
  const found = await Promise.all(
    readerNames.map(async (tool) => ({ tool, file: await findProgram(tool, ports.env, ports.host.os) })),
  );
  const there = found.flatMap(({ tool, file }) => (file === undefined ? [] : [{ tool, file }]));
  const absent = demanded.filter((tool) => !there.some((one) => one.tool === tool)).map(absentReport);
  if (there.length === 0) return absent;
  const documents = documentsOf(examination);
  const reports = await withLayout(examination, documents, (layout) =>
    Promise.all(
      there.map(({ tool, file }) =>
        askTool({ tool, file }, documents, registry === undefined ? [layout] : [registry, layout], ports),
      ),
    ),
  );
  const all = [...reports, ...absent];
  return all.toSorted((a, b) => readerNames.indexOf(a.tool) - readerNames.indexOf(b.tool));
}

function absentReport(tool: ReaderName): ReaderReport {
  return { tool, status: 'absent', detail: `${tool} is not on PATH`, answers: [] };
}

/** Each index and manifest once, the root first. */
function documentsOf({ references, manifests }: Examination): AskedDocument[] {
  const entries = references.filter(
    ({ role, descriptor }) => role === 'entry' && isDocumentType(descriptor.mediaType ?? ''),
  );
  const digests = new Set(entries.flatMap(({ descriptor }) => descriptor.digest ?? []));
  return [...digests].slice(0, mostDocuments).map((digest, at): AskedDocument => {
    const manifest = manifests.find((one) => one.digest === digest);
    const isImage = manifest !== undefined && isConfigType(manifest.config.descriptor.mediaType ?? '');
    const isOci = !/docker/.test(manifest?.reference.descriptor.mediaType ?? '');
    const layers = manifest?.layers.map(({ reference }) => reference.descriptor.digest ?? '');
    return { digest, name: `document-${at}`, layers: isImage && isOci ? layers : undefined };
  });
}

/** A layout of links to the blobs where they lie, in which each document has a name: some tools find nothing else. */
async function withLayout<Result>(
  { subject, references, blobs }: Examination,
  documents: readonly AskedDocument[],
  use: (place: ReadPlace) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-readers-'));
  try {
    for (const digest of blobs.keys()) {
      const file = await subject.find(digest);
      const [algorithm = '', encoded = ''] = digest.split(':');
      if (file === undefined) continue;
      await mkdir(join(directory, 'blobs', algorithm), { recursive: true });
      await symlink(resolve(file.path), join(directory, 'blobs', algorithm, encoded));
    }
    const manifests = documents.flatMap(({ digest, name }) => {
      const found = references.find(({ descriptor }) => descriptor.digest === digest);
      if (found === undefined) return [];
      const { mediaType, size } = found.descriptor;
      return [{ mediaType, digest, size, annotations: { 'org.opencontainers.image.ref.name': name } }];
    });
    await writeFile(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    await writeFile(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    return await use({ kind: 'layout', directory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

interface FoundTool {
  readonly tool: ReaderName;
  readonly file: string;
}

/** Asks a tool about each document, at the first of the places that it reads. */
async function askTool(
  { tool, file }: FoundTool,
  documents: readonly AskedDocument[],
  places: readonly ReadPlace[],
  ports: ReadingPorts,
): Promise<ReaderReport> {
  const version = await versionOf({ tool, file }, ports);
  const head = { tool, ...(version !== undefined && { version }) };
  const questions = documents.flatMap((document) => {
    const [question] = places.flatMap((place) => readers[tool].ask(document, place) ?? []);
    return question === undefined ? [] : [{ of: document.digest, question }];
  });
  if (questions.length === 0)
    return { ...head, status: 'unasked', detail: `${tool} does not read such`, answers: [] };
  const answers: { of: string; digests: readonly string[] }[] = [];
  const wrong: string[] = [];
  for (const { of, question } of questions) {
    const result = await run(file, question.args, ports);
    const digests = result.status === 0 ? question.read(result.stdout) : undefined;
    if (digests === undefined)
      return { ...head, status: 'unable', detail: unable(file, question, result), answers };
    answers.push({ of, digests });
    if (digests.join() !== question.expected.join()) {
      wrong.push(
        `${of}: ${tool} reads ${digests.join(' ') || 'nothing'}, and it is ${question.expected.join(' ')}`,
      );
    }
  }
  const detail = wrong.length > 0 ? wrong.join('\n') : `the same of ${answers.length}`;
  return { ...head, status: wrong.length > 0 ? 'differs' : 'agrees', detail, answers };
}

async function versionOf({ tool, file }: FoundTool, ports: ReadingPorts): Promise<string | undefined> {
  const { status, stdout } = await run(file, readers[tool].versionArgs, ports);
  return status === 0 ? /\bv?\d+\.\d+[^\s,]*/.exec(stdout)?.[0] : undefined;
}

/** One that cannot be started, such as another machine's, says so like one that fails. */
async function run(
  file: string,
  args: readonly string[],
  { exec, env }: ReadingPorts,
): Promise<CommandResult> {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  try {
    return await exec({ file, args, env: Object.fromEntries(defined) });
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_TOOL') throw error;
    return { status: null, killedBy: null, stdout: '', stderr: error.message };
  }
}

/** For people: the reason in one line, the command, what it said. */
function unable(file: string, { args }: Question, result: CommandResult): string {
  const said = oneLine(result.stderr.trim().split('\n').at(-1) ?? '');
  const why = result.status === 0 ? 'it gave no answer that can be read' : failure(result);
  return [`${why}${said === '' ? '' : `: ${said}`}`, `$ ${shellLine({ file, args })}`].join('\n');
}
