import { collectTree } from '../image/collect.ts';
import { readTree } from '../image/image-tree.ts';
import type { SubjectRequest } from '../request/subject-request.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { isFile } from '../support/files.ts';
import { layoutSubject, type Subject, storeSubject } from '../verify/subject.ts';
import { type Outcome, outcomeOf, type Severity, type Verdict } from '../verify/verdict.ts';
import { verifyImages } from '../verify/verify-images.ts';

/** What `slipway verify --json` prints. */
export interface VerifyResult {
  readonly subject: string;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
}

/** How layers of a docker archive are compressed on their way into the cache: what is judged is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway verify SUBJECT`: every check over every image of an OCI layout folder, an archive, or a registry's image, whoever
 * made it.
 * @param ports asked for only where the image has to be brought to this machine first
 * @throws SlipwayError E_CONFIG when there is nothing to verify; faults of a layout are verdicts, not errors. An image
 * elsewhere must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function verifyCommand(
  request: SubjectRequest,
  ports: () => Promise<Ports>,
): Promise<VerifyResult> {
  const directory = await layoutFolder(request.subject);
  if (directory !== undefined) return judged(await layoutSubject(directory), request.name);
  const { store, signal, ...others } = await ports();
  const registry = runRegistry({ ...request, offline: false }, { ...others, signal });
  try {
    const source = await openAnyImage(request.subject, { store, registry, compression, signal });
    await collectTree(await readTree(source.root, source.document), source, store);
    return await judged(storeSubject(request.name, source.root, store), request.name);
  } finally {
    await registry.close();
  }
}

/** A folder is looked at where it lies, with all that is in it; also a path where nothing lies, which is then said. */
async function layoutFolder(subject: SubjectRequest['subject']): Promise<string | undefined> {
  if (subject.kind === 'oci' && subject.name === undefined) return subject.path;
  if (subject.kind !== 'file') return undefined;
  return (await isFile(subject.path)) ? undefined : subject.path;
}

async function judged(subject: Subject, name: string): Promise<VerifyResult> {
  const verdicts = await verifyImages({ ...subject, name });
  return { subject: name, outcome: outcomeOf(verdicts), verdicts };
}

/** The same with what else was judged. */
export function withVerdicts(result: VerifyResult, more: readonly Verdict[]): VerifyResult {
  const verdicts = [...result.verdicts, ...more];
  return { ...result, outcome: outcomeOf(verdicts), verdicts };
}

/** How each kind of verdict is told, the gravest last, where a terminal's reader looks first. */
const told: readonly { readonly mark: string; readonly of: (verdict: Verdict) => boolean }[] = [
  { mark: '·', of: failedAs('info') },
  { mark: '–', of: ({ status }) => status === 'skip' },
  { mark: '!', of: failedAs('warn') },
  { mark: '?', of: failedAs('approve') },
  { mark: '✗', of: failedAs('block') },
];

function failedAs(severity: Severity): (verdict: Verdict) => boolean {
  return (verdict) => verdict.status === 'fail' && verdict.severity === severity;
}

/** Verdicts as text for a person: what passed in one line, the rest in full. Ends without a line break. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const paragraphs = told.flatMap(({ mark, of }) =>
    verdicts.filter(of).map((verdict) => paragraph(mark, verdict)),
  );
  return [summaryLine(verdicts), ...paragraphs].join('\n\n');
}

function paragraph(mark: string, { check, subject, status, detail }: Verdict): string {
  const heading = `${mark} ${check}${status === 'skip' ? ' was not run' : ''}   ${subject}`;
  return [heading, ...detail.split('\n').map((line) => `    ${line}`)].join('\n');
}

function summaryLine(verdicts: readonly Verdict[]): string {
  const names = (of: (verdict: Verdict) => boolean): Set<string> =>
    new Set(verdicts.filter(of).map(({ check }) => check));
  const all = names(() => true);
  const bad = names((verdict) => failedAs('block')(verdict) || failedAs('approve')(verdict));
  const notRun = names(({ status }) => status === 'skip');
  const good = all.size - new Set([...bad, ...notRun]).size;
  const warnings = verdicts.filter(failedAs('warn')).length;
  const rest = [
    ...(bad.size > 0 ? [`${bad.size} failed`] : []),
    ...(notRun.size > 0 ? [`${notRun.size} not run`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return [`OCI ${good}/${all.size} ${bad.size > 0 ? '✗' : '✓'}`, ...rest].join(' · ');
}
