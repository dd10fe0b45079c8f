import type { BaseReport, EngineReport, Report } from './model.ts';
import { plainLine } from './plain-text.ts';
import { shortDigest } from './short-digest.ts';

type Start = Pick<Report, 'slipway'> & {
  readonly toolchain: Pick<Report['toolchain'], 'go' | 'source'>;
  readonly engine?: EngineReport | undefined;
  /** The bases of the images; empty when none are made. */
  readonly bases: readonly BaseReport[];
};

/** The first line of a run: `slipway 0.1.0 · go1.26.8 (PATH) · base static 2026-10-30 · embedded`. */
export function formatHeader(start: Start): string {
  const names = baseNames(start);
  return headerLine(start, names.length === 0 ? undefined : `base ${names.join(', ')}`);
}

/** The same, with a line for each base where several are too long for one. */
export function headerLines(start: Start, columns: number): string[] {
  const [line, names] = [formatHeader(start), baseNames(start)];
  if (line.length <= columns || names.length < 2) return [line];
  return [headerLine(start, `${names.length} bases`), ...names.map((name) => plainLine(`  ${name}`))];
}

function headerLine({ slipway, toolchain, engine }: Start, bases: string | undefined): string {
  const isUsed = bases !== undefined || engine?.compile === 'buildkit';
  return plainLine(
    [
      `slipway ${slipway}`,
      `${toolchain.go} (${toolchain.source})`,
      ...(bases === undefined ? [] : [bases]),
      ...(isUsed ? [engineName(engine)] : []),
    ].join(' · '),
  );
}

/** `buildkit 0.33.1 (remote)` */
function engineName(engine: EngineReport | undefined): string {
  if (engine?.name !== 'buildkit') return 'embedded';
  const { version = '', builder = '', compile } = engine;
  const name = `buildkit ${version}`.trim();
  return `${name} (${builder}${compile === 'buildkit' ? ', compiles too' : ''})`;
}

function baseNames({ bases }: Start): string[] {
  return [...new Set(bases.map(baseName))];
}

/**
 * A base made of a Go module is as old as the commit that the module's pseudo-version names (go.dev/ref/mod#pseudo-versions);
 * an image is known by its digest, which its reference may say already.
 */
function baseName({ reference, source, digest }: BaseReport): string {
  const date = /-(?:0\.)?(\d{4})(\d\d)(\d\d)\d{6}-[0-9a-f]{12}\b/.exec(source ?? '');
  if (date !== null) return `${reference} ${date[1]}-${date[2]}-${date[3]}`;
  if (digest === undefined || reference === 'static') return reference;
  return `${reference.replace(`@${digest}`, '')} (${shortDigest(digest)})`;
}
