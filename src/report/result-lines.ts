import { dirname } from 'node:path';
import { formatBytes } from './format-bytes.ts';
import type { TargetReport } from './model.ts';
import { plainLine } from './plain-text.ts';
import { shortDigest } from './short-digest.ts';
import type { Style } from './style.ts';

const indent = '  ';
const gap = '   ';

type Publication = NonNullable<TargetReport['publications']>[number];

/** What was made of each target and where it is: one line each with its digest and places, one more for each repository and engine. */
export function resultLines(targets: readonly TargetReport[], style: Style): string[] {
  const widest = Math.max(0, ...targets.map(({ name }) => plainLine(name).length));
  return targets.flatMap((target) => {
    const { name, indexDigest, outputs, loaded, publications = [] } = target;
    const places = outputs.map((output) => plainLine(output).replace(/^oci:/, '')).join(', ');
    const shown = plainLine(name);
    const padded = `${style.bold(shown)}${' '.repeat(widest - shown.length)}`;
    const digest = indexDigest === undefined ? '' : shortDigest(indexDigest);
    const away = [
      ...publications.map(publicationText),
      ...(loaded === undefined ? [] : [`${loaded.engine}: ${loaded.names.join(' ') || loaded.id}`]),
      ...sbomTexts(target),
    ];
    return [
      indent + [padded, digest, places].filter((text) => text !== '').join(gap),
      ...away.map((text) => `${indent}${' '.repeat(widest)}${gap}→ ${plainLine(text)}`),
    ];
  });
}

/** `bills of materials in sbom`, where there are any. */
function sbomTexts({ images, files = [] }: TargetReport): string[] {
  const paths = [...images, ...files].flatMap(({ sboms = [] }) => sboms.map(({ path }) => path));
  const folders = new Set(paths.map((path) => dirname(path)));
  return [...folders].map(
    (folder) => `${paths.length} bill${paths.length === 1 ? '' : 's'} of materials in ${folder}`,
  );
}

/** `ghcr.io/acme/api:1.2.3 :1.2 :1   2.2 MiB uploaded`; without a tag the whole digest, which is then the only name. */
function publicationText({ repository, references, tags, uploadedBytes }: Publication): string {
  const [first, ...others] = tags;
  const name =
    first === undefined
      ? (references[0] ?? repository)
      : [`${repository}:${first}`, ...others.map((tag) => `:${tag}`)].join(' ');
  return `${name}${gap}${uploadedBytes === 0 ? 'nothing to upload' : `${formatBytes(uploadedBytes)} uploaded`}`;
}
