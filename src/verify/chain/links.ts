import type { ExecutableFacts } from '../../binary/executable.ts';
import type { Image } from '../../image/image.ts';
import { slipwayVersion } from '../../version.ts';
import type { ChainLink, ChainOrigin, Named } from './chain.ts';

/** A program, and what its bytes follow from. */
export interface ChainedProgram {
  readonly digest: string;
  readonly importPath: string;
  readonly facts: Pick<ExecutableFacts, 'buildIds'>;
  readonly settings: Readonly<Record<string, string>>;
  /** How it became what is shipped; undefined: that is the program itself. */
  readonly packing: (Pick<ChainLink, 'tool' | 'settings'> & { readonly digest: string }) | undefined;
}

/** A release archive that a program lies in. */
interface ChainedArchive extends Named {
  /** The program's path in it. */
  readonly program: string;
  /** What lies beside the program. */
  readonly files: readonly Named[];
  readonly compressor: string;
}

/** An image that a program lies in. */
export interface ChainedImage extends ChainedProgram {
  /** In the image. */
  readonly path: string;
  readonly image: Image;
  readonly base: string;
  /** Of all platforms. */
  readonly manifests: readonly string[];
  readonly index: string;
  /** Manifests of signatures of the index; empty: it was not signed. */
  readonly signatures: readonly string[];
  readonly compressor: string;
}

const slipway = `slipway ${slipwayVersion}`;

/** From the source to a file as it is shipped. */
export function fileLinks(program: ChainedProgram, origin: ChainOrigin): ChainLink[] {
  const { digest, packing } = program;
  const links = programLinks(program, origin);
  if (packing === undefined) return links;
  const { tool, settings } = packing;
  const materials = [{ name: 'program', digest }];
  const products = [{ name: 'packed', digest: packing.digest }];
  return [...links, { stage: 'pack', materials, products, tool, settings }];
}

/** From a file as it is shipped to the release archive that it lies in. */
export function archiveLinks(program: ChainedProgram, archive: ChainedArchive): ChainLink[] {
  const { name, digest, program: path, files, compressor } = archive;
  return [
    ...outside('assets', files, {}),
    {
      stage: 'archive',
      materials: [shipped(program), ...files],
      products: [{ name, digest }],
      tool: slipway,
      settings: { path, compressor },
    },
  ];
}

/** What of a program the world gets to see. */
function shipped({ digest, packing }: ChainedProgram): Named {
  return packing === undefined ? { name: 'program', digest } : { name: 'packed', digest: packing.digest };
}

/** From the source to what the linker made. */
function programLinks(program: ChainedProgram, origin: ChainOrigin): ChainLink[] {
  const { digest, importPath, facts, settings } = program;
  const { source, modules, toolchain } = origin;
  const before = [source, modules, toolchain].filter((link) => link !== undefined);
  const given = before.flatMap(({ products }) => products);
  const content = mainContent(facts);
  const { tool } = toolchain;
  const product = { name: 'program', digest };
  // wasm has no build ID: then one step does both.
  if (content === undefined) {
    return [...before, { stage: 'link', materials: given, products: [product], tool, settings }];
  }
  const main = { name: importPath, digest: content };
  return [
    ...before,
    { stage: 'compile', materials: given, products: [main], tool, settings: {} },
    { stage: 'link', materials: [main, ...toolchain.products], products: [product], tool, settings },
  ];
}

/** From the source to the index. */
export function imageLinks(chained: ChainedImage, origin: ChainOrigin): ChainLink[] {
  const { path, image, base, manifests, index, signatures, compressor } = chained;
  const of = (kind: 'base' | 'asset' | 'binary'): Named[] =>
    image.layers
      .filter((layer) => layer.kind === kind)
      .flatMap((layer) => [
        { name: 'layer', digest: layer.digest },
        { name: 'unpacked', digest: layer.diffId },
      ]);
  const [ofBase, assets, binary] = [of('base'), of('asset'), of('binary')];
  const all = [...ofBase, ...assets, ...binary];
  const packed = all.filter(({ name }) => name === 'layer');
  const config = { name: 'config', digest: image.config.digest };
  const manifest = { name: 'manifest', digest: image.manifest.digest };
  const made = { tool: slipway, settings: {} };
  return [
    ...fileLinks(chained, origin),
    ...outside('base', ofBase, { reference: base }),
    ...outside('assets', assets, {}),
    {
      stage: 'layer',
      materials: [shipped(chained)],
      products: binary,
      tool: slipway,
      settings: { path, compressor },
    },
    {
      stage: 'config',
      materials: all.filter(({ name }) => name === 'unpacked'),
      products: [config],
      ...made,
    },
    { stage: 'manifest', materials: [config, ...packed], products: [manifest], ...made },
    {
      stage: 'index',
      materials: [manifest],
      products: [{ name: 'index', digest: index }],
      tool: slipway,
      settings: { manifests: manifests.join(' ') },
    },
    ...signatures.map(
      (digest): ChainLink => ({
        ...{ stage: 'signature', materials: [{ name: 'index', digest: index }] },
        ...{ products: [{ name: 'signature', digest }], ...made },
      }),
    ),
  ];
}

/** What nothing of this build gave. */
function outside(
  stage: 'base' | 'assets',
  products: readonly Named[],
  settings: ChainLink['settings'],
): ChainLink[] {
  return products.length === 0 ? [] : [{ stage, materials: [], products, tool: slipway, settings }];
}

/**
 * The content ID of the main package, which a program's build ID names beside its own (cmd/go/internal/work/buildid.go:
 * "actionID(binary)/actionID(main.a)/contentID(main.a)/contentID(binary)").
 */
export function mainContent({ buildIds }: Pick<ExecutableFacts, 'buildIds'>): string | undefined {
  const parts = buildIds?.go?.split('/') ?? [];
  return parts.length === 4 && parts[2] !== '' ? `goContent:${parts[2]}` : undefined;
}
