import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { withFileSource } from '../../../src/binary/byte-source.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { attribute } from '../../../src/size/attribute.ts';
import { none } from '../../../src/size/pieces.ts';
import { inspectFile } from '../../../src/stages/inspect/inspect-file.ts';
import { findInLayer } from '../../../src/stages/inspect/packed-program.ts';
import { sha256File } from '../../../src/support/hashing.ts';
import { shippedHello } from '../../support/go-programs.ts';
import { validateReport } from '../../support/report-schema.ts';
import { makeTar } from '../../support/tar-archive.ts';
import { temporaryFolders } from '../../support/workspace.ts';

describe('a program in its layer', () => {
  const folder = temporaryFolders(after);
  const path = shippedHello('linux', 'amd64').path;
  const content = readFileSync(path);
  // Another file of the same length stands before it, and it is called by another name.
  const other = Buffer.alloc(content.length, 'x');
  const archive = makeTar([
    { name: 'usr/bin/other', content: other },
    { name: 'usr/bin/app', content },
  ]);
  let work: string;
  const layers: Record<string, string> = {};

  before(async () => {
    work = await folder();
    const packed = { gzip: gzipSync(archive), none: archive, zstd: zstdCompressSync(archive) };
    for (const [name, bytes] of Object.entries(packed)) {
      layers[name] = join(work, name);
      await writeFile(join(work, name), bytes);
    }
  });

  for (const compression of ['gzip', 'none', 'zstd']) {
    it(`costs what its symbols and the rest of its packages cost, to the byte: ${compression}`, async () => {
      const layer = layers[compression] ?? assert.fail();
      const found = await inspectFile({ name: 'app', path, layer, symbols: true });
      validateReport(found, 'inspection');
      const { attribution, symbols = [] } = found;
      assert.ok(attribution?.wire && symbols.length > 1000);
      const { packages, structures, unattributed, wire } = attribution;
      const all = [...packages, ...structures, ...unattributed].reduce(
        (sum, each) => sum + (each.wireBytes ?? 0),
        0,
      );
      assert.equal(all + wire.otherBytes + wire.overheadBytes, readFileSync(layer).length);
      const { pieces, owners, symbolName, costs } = await piecesOf(layer);
      const bits = new Map<string, number>();
      const rest = new Map<string, number>();
      for (let i = 0; i < pieces.count; i += 1) {
        const owner = owners[pieces.owners[i] ?? 0];
        if (owner?.kind !== 'package') continue;
        const subject = pieces.subjects[i] ?? none;
        const [sums, key] =
          subject === none ? [rest, owner.path] : [bits, `${owner.path} ${symbolName(subject)}`];
        sums.set(key, (sums.get(key) ?? 0) + (costs[i] ?? 0));
      }
      const sums = new Map<string, number>();
      for (const { name, package: of, wireBytes } of symbols) {
        assert.ok(wireBytes !== undefined);
        sums.set(of, (sums.get(of) ?? 0) + wireBytes);
        const exact = (bits.get(`${of} ${name}`) ?? 0) / 8;
        // A package is rounded once, and each symbol of it to one byte more or less.
        const isUnique = symbols.filter((each) => each.name === name && each.package === of).length === 1;
        if (isUnique) assert.ok(Math.abs(wireBytes - exact) < 2, `${name}: ${wireBytes}, not ${exact}`);
      }
      for (const { path: of, wireBytes = 0 } of packages) {
        const left = wireBytes - (sums.get(of) ?? 0);
        assert.ok(left >= 0 && Math.abs(left - (rest.get(of) ?? 0) / 8) < 2, `${of}: ${left}`);
      }
    });
  }

  async function piecesOf(layer: string) {
    const packed = await findInLayer(layer, await sha256File(path));
    const attribution = withFileSource(path, (source) => attribute(openProgram(source))) ?? assert.fail();
    return { ...attribution, costs: packed.cost(attribution).pieces };
  }

  it('is shown on the page with the wire bytes of its symbols', async () => {
    const found = await inspectFile({ name: 'app', path, layer: layers['gzip'], symbols: true });
    const [, json = ''] = /id="data">(.*?)<\/script>/s.exec(inspectionPage(found)) ?? [];
    const data = JSON.parse(json) as {
      measures: string[];
      packages: { path: string; names: string[]; sizes: number[] }[];
    };
    assert.deepEqual(data.measures, ['disk', 'wire']);
    const shown = data.packages.find((each) => each.path === 'runtime');
    const symbols = (found.symbols ?? []).filter((each) => each.package === 'runtime');
    const largest = symbols[0] ?? assert.fail();
    const at = shown?.names.indexOf(largest.name.replace(/^runtime/, '')) ?? -1;
    assert.deepEqual(shown?.sizes.slice(at * 2, at * 2 + 2), [largest.bytes, largest.wireBytes]);
  });

  it('is found by its bytes alone; without it, or damaged, the layer is refused', async () => {
    const facts = await sha256File(path);
    const refused = (layer: string, message: RegExp, code = 'E_BASE'): Promise<void> =>
      assert.rejects(findInLayer(layer, facts), { code, message });
    const without = join(work, 'without');
    await writeFile(without, makeTar([{ name: 'usr/bin/other', content: other }]));
    await refused(without, /^the program is not in the layer/);
    const cut = join(work, 'cut');
    const gzip = readFileSync(layers['gzip'] ?? '');
    await writeFile(cut, gzip.subarray(0, gzip.length >> 1));
    await refused(cut, /is no layer that can be read: its gzip data is/);
    await writeFile(cut, archive.subarray(0, archive.length - content.length));
    await refused(cut, /^the program is not in the layer/);
    await writeFile(cut, 'no archive');
    await refused(cut, /^the program is not in the layer/);
    await refused(join(work, 'nowhere'), /./, 'E_IO');
  });
});
