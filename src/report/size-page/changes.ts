import { broughtModules, broughtWords, linkNames } from '../brought-words.ts';
import type { ImageComparison } from '../comparison.ts';
import type { BroughtRow, SizeChanges } from '../page/data.ts';
import { versionName } from '../size-comment/words.ts';
import type { NameTable } from './name-table.ts';

/** More than anybody reads of what is new; what brings most is first. */
const most = { brought: 100, modules: 50, chains: 500 } as const;

/** What the page tells of an image beside its treemap. */
export function sizeChanges(image: ImageComparison, { numberOf }: NameTable): SizeChanges {
  const { modules, packages, brought = [], mainModule } = image;
  const links = (chain: readonly string[]): number[] => linkNames(chain, mainModule).map(numberOf);
  const version = (text: string | undefined): number =>
    text === undefined ? -1 : numberOf(versionName(text));
  const chained = packages.flatMap(({ chain, path }) => (chain === undefined ? [] : [{ path, chain }]));
  return {
    modules: modules.map(({ name, before, after, versions, formerName }) => [
      numberOf(name),
      before,
      after,
      version(versions?.before),
      version(versions?.after),
      formerName === undefined ? -1 : numberOf(formerName),
    ]),
    brought: brought.slice(0, most.brought).map(
      (group): BroughtRow => ({
        name: numberOf(linkNames([group.name], mainModule)[0] ?? group.name),
        bytes: group.bytes,
        what: broughtWords(group),
        chain: links(group.chain),
        modules: broughtModules(group, image)
          .slice(0, most.modules)
          .map(({ name, bytes, chain, apart }) => [
            numberOf(name),
            bytes,
            ...links(apart ? chain : [...group.chain.slice(-1), ...chain]),
          ]),
      }),
    ),
    // The last link is the package, by the path that it has in the list.
    chains: chained
      .slice(0, most.chains)
      .map(({ path, chain }) => [...links(chain.slice(0, -1)), numberOf(path)]),
  };
}
