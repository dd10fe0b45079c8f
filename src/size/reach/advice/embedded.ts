import { type EmbeddedFile, embeddedFiles } from '../embedded-files.ts';
import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed, questionOf } from './question.ts';

/** What is left of a file when it is compressed: up to here it is worth it, from there on it was compressed before. */
const share = { well: 0.75, badly: 0.9 };

/**
 * Files in the program, by package: those that compress well could be embedded compressed; what does not compress costs the same
 * on the way, and need not be in the program, which is new with every release.
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function embedded(program: AdvisedProgram): AdviceQuestion[] {
  // Several lists may hold a file, and the program has it once.
  const files = new Map(embeddedFiles(program.reach).map((file) => [file.contentNode, file]));
  const byPackage = Map.groupBy(files.values(), ({ node }) => program.ownerOf(node));
  return [...byPackage].flatMap(([path, all]) => {
    const well = all.filter(({ bytes, compressedBytes }) => compressedBytes <= share.well * bytes);
    const badly = all.filter(({ bytes, compressedBytes }) => compressedBytes >= share.badly * bytes);
    const isOwn = program.isOwn(path);
    return [...wellQuestion(path, well, isOwn), ...(isOwn ? badlyQuestion(path, badly) : [])];
  });
}

function wellQuestion(path: string, files: readonly EmbeddedFile[], isOwn: boolean): AdviceQuestion[] {
  if (files.length === 0) return [];
  const bytes = sum(files, ({ bytes }) => bytes);
  const compressed = sum(files, ({ compressedBytes }) => compressedBytes);
  const percent = Math.round((100 * compressed) / bytes);
  const they = files.length === 1 ? 'it takes' : 'they take';
  const what = isOwn
    ? `embedded compressed, and unpacked on use, ${they} less on disk, and as much when the image is pulled`
    : `compressed by its module, ${they} less on disk`;
  const left = percent < 1 ? 'less than 1' : `${percent}`;
  const text = `${path} embeds ${namesOf(files)}, of which deflate leaves ${left} %: ${what}`;
  const advice = {
    kind: 'embedded',
    subject: subjectOf(path, files),
    bytes: bytes - compressed,
    text,
  } as const;
  return [{ things: [], answer: () => advice }];
}

function badlyQuestion(path: string, files: readonly EmbeddedFile[]): AdviceQuestion[] {
  if (files.length === 0) return [];
  const isOne = files.length === 1;
  const text =
    `${path} embeds ${namesOf(files)}, which ${isOne ? 'does' : 'do'} not compress: as ${isOne ? 'an asset' : 'assets'} of the image ` +
    `${isOne ? 'it is' : 'they are'} in a layer that stays the same when only the program changes`;
  const nodes = files.map(({ contentNode }) => contentNode);
  return [questionOf(nodes, { kind: 'embedded', subject: subjectOf(path, files), text })];
}

function subjectOf(path: string, files: readonly EmbeddedFile[]): string {
  return files.length === 1 ? `${path}/${files[0]?.name ?? ''}` : path;
}

/** The largest first. */
function namesOf(files: readonly EmbeddedFile[]): string {
  return listed(files.toSorted((a, b) => b.bytes - a.bytes).map(({ name }) => name));
}

function sum(files: readonly EmbeddedFile[], of: (file: EmbeddedFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
