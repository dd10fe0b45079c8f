import assert from 'node:assert/strict';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Comparison } from '../../src/report/comparison.ts';
import type { FileInspection, ImageInspection } from '../../src/report/inspection.ts';
import type { Report } from '../../src/report/model.ts';
import { checkChain, importTruth } from '../support/import-truth.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { git, helloCheckout, temporaryFolders } from '../support/workspace.ts';

const platform = 'linux/amd64';
/** A second handler with a package of its own: more than a page of code, and a new package. */
const more = `package main

import (
	"encoding/xml"
	"net/http"
)

func init() {
	http.HandleFunc("/xml", func(w http.ResponseWriter, _ *http.Request) {
		_ = xml.NewEncoder(w).Encode(struct{ Word string }{"hello"})
	})
}
`;

describe('slipway inspect and compare, of what slipway build made', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  const report = (name: string): string => join(work, `${name}.json`);
  const program = (name: string): string => join(work, name, 'hello_linux_amd64');

  async function build(name: string, ...flags: readonly string[]): Promise<Report> {
    const outputs = [
      '--output',
      `bin:${join(work, name)}`,
      '--output',
      `oci:${join(work, `${name}-layout`)}`,
    ];
    const places = ['--report', report(name), '--cache-dir', join(work, 'cache')];
    await slipwayOk(['build', checkout, '--platform', platform, ...outputs, ...places, ...flags]);
    return json<Report>(report(name));
  }

  before(async () => {
    work = await folder();
    checkout = await helloCheckout(join(work, 'hello'));
    await build('before');
    await writeFile(join(checkout, 'more.go'), more);
    await git(checkout, 'add', '--all');
    await git(checkout, 'commit', '--quiet', '--message', 'More');
    await build('after');
  });

  it('the report gives every byte of the program and of its layer to somebody', async () => {
    const made = await json<Report>(report('before'));
    validateReport(made);
    const [image] = made.targets[0]?.images ?? [];
    const { attribution } = image ?? {};
    assert.ok(image !== undefined && attribution?.wire !== undefined);
    assert.equal(attribution.method, 'objects');
    assert.equal(attribution.attributedBytes + attribution.unattributedBytes, image.executable.bytes);
    const all = [...attribution.packages, ...attribution.structures, ...attribution.unattributed];
    assert.equal(sum(all.map(({ bytes }) => bytes)), image.executable.bytes);
    const { layerBytes, otherBytes, overheadBytes, certainty } = attribution.wire;
    assert.equal(certainty, 'exact');
    assert.equal(layerBytes, image.layers.at(-1)?.compressedBytes);
    assert.equal(sum(all.map(({ wireBytes = 0 }) => wireBytes)) + otherBytes + overheadBytes, layerBytes);
    assert.equal(
      sum(attribution.modules.map(({ bytes }) => bytes)),
      sum(attribution.packages.map(({ bytes }) => bytes)),
    );
    const names = attribution.packages.map(({ path }) => path);
    assert.ok(names.includes('net/http') && names.includes('github.com/google/uuid'));
    assert.ok(names.includes(made.targets[0]?.importPath ?? ''), 'the main package has its import path');
    assert.deepEqual(made.targets[0]?.files?.[0]?.attribution, attribution);
  });

  it('an unchanged program is not linked once more, and --no-attribution leaves the answer out', async () => {
    const again = await build('after');
    const stage = again.stages.find(({ name }) => name === 'attribute');
    assert.equal(stage?.cache, 'hit');
    const without = await build('without', '--no-attribution');
    assert.equal(without.targets[0]?.images[0]?.attribution, undefined);
    assert.ok(without.stages.every(({ name }) => name !== 'attribute'));
  });

  it('a stripped program is told without its twin, by packages that the report has too', async () => {
    const { stdout } = await slipwayOk(['inspect', program('before'), '--json', '--symbols']);
    const found = JSON.parse(stdout) as FileInspection;
    validateReport(found, 'inspection');
    assert.equal(found.attribution?.method, 'pclntab');
    assert.equal(sum(found.sections.map(({ bytes }) => bytes)), (await stat(program('before'))).size);
    const made = (await json<Report>(report('before'))).targets[0]?.images[0]?.attribution;
    const byTwin = new Map(made?.packages.map((each) => [each.path, each.parts]));
    for (const { path, parts } of found.attribution?.packages ?? []) {
      assert.equal(parts.function, byTwin.get(path)?.function, path);
      assert.equal(parts.pclntab, byTwin.get(path)?.pclntab, path);
    }
    assert.ok(found.symbols?.some(({ name, kind }) => name === 'main.main' && kind === 'function'));
    assert.deepEqual([found.go?.version.startsWith('go1.'), found.hardening.placement], [true, 'fixed']);
  });

  it('what is new and what grew is said, of two programs and of two reports alike', async () => {
    const ofReports = await slipwayOk(['compare', report('before'), report('after'), '--json']);
    const reports = JSON.parse(ofReports.stdout) as Comparison;
    const ofPrograms = await slipwayOk(['compare', program('before'), program('after'), '--json']);
    const programs = JSON.parse(ofPrograms.stdout) as Comparison;
    for (const comparison of [reports, programs]) {
      validateReport(comparison, 'comparison');
      const [image] = comparison.targets[0]?.images ?? [];
      const xml = image?.packages.find(({ path }) => path === 'encoding/xml');
      assert.ok(xml !== undefined && xml.before === 0 && xml.after > 20_000);
      const { before: old = 0, after: now = 0 } = image?.fileBytes ?? {};
      assert.ok(now - old >= xml.after);
    }
    assert.deepEqual([reports.targets[0]?.name, programs.targets[0]?.name], ['hello', '']);
    assert.ok(reports.targets[0]?.images[0]?.pullBytes !== undefined);
    const text = await slipwayOk(['compare', report('before'), report('after')]);
    assert.match(text.stdout, /^hello linux\/amd64$/m);
    assert.match(text.stdout, /\+[\d.]+ KiB {2}encoding\/xml {2}new/);
    const markdown = await slipwayOk(['compare', report('before'), report('after'), '--markdown']);
    assert.match(markdown.stdout, /\| <code>encoding\/xml<\/code> \| new \|/);
    const same = await slipwayOk(['compare', report('after'), report('after')]);
    assert.match(same.stdout, /nothing differs/);
  });

  it('two reports say which imports bring what is new; of two files nobody knows, and that is said', async () => {
    const { stdout } = await slipwayOk(['compare', report('before'), report('after'), '--json']);
    const [image] = (JSON.parse(stdout) as Comparison).targets[0]?.images ?? [];
    const main = (await json<Report>(report('after'))).targets[0]?.importPath ?? '';
    const truth = importTruth(checkout, main);
    const fresh = image?.packages.filter(({ before: old, after: now }) => old === 0 && now > 0) ?? [];
    assert.ok(fresh.some(({ path }) => path === 'encoding/xml'));
    for (const { path, chain } of fresh) {
      if (truth.steps.has(path)) checkChain(truth, main, chain ?? []);
      else assert.equal(chain, undefined, path);
    }
    const xml = image?.brought?.find(({ name }) => name === 'encoding/xml');
    assert.deepEqual([xml?.kind, xml?.chain], ['package', [main, 'encoding/xml']]);
    assert.ok(xml !== undefined && xml.bytes >= xml.ownBytes && xml.ownBytes > 20_000);
    const text = await slipwayOk(['compare', report('before'), report('after')]);
    assert.match(
      text.stdout,
      /^what brings what is new\n +\+[\d.]+ KiB {2}encoding\/xml is new.*\n +hello → encoding\/xml$/m,
    );
    const unknown = /which imports bring what is new only a build knows/;
    assert.doesNotMatch(text.stdout, unknown);
    for (const [one, other] of [
      [program('before'), program('after')],
      [report('before'), program('after')],
    ] as const) {
      assert.match((await slipwayOk(['compare', one, other])).stdout, unknown);
    }
    const shrunk = await slipwayOk(['compare', program('after'), program('before')]);
    assert.doesNotMatch(shrunk.stdout, unknown);
  });

  it('the program in an image is compared as the file that it is', async () => {
    const compared = async (...sides: readonly string[]): Promise<Comparison> => {
      const { stdout } = await slipwayOk(['compare', ...sides, '--json', '--cache-dir', join(work, 'cache')]);
      const found = JSON.parse(stdout) as Comparison;
      validateReport(found, 'comparison');
      return found;
    };
    const layouts = [join(work, 'before-layout'), join(work, 'after-layout')];
    const [ofImages] = (await compared(...layouts)).targets[0]?.images ?? [];
    const [ofPrograms] = (await compared(program('before'), program('after'))).targets[0]?.images ?? [];
    assert.deepEqual(
      ofImages?.files?.map(({ name }) => name),
      ['/usr/local/bin/hello'],
    );
    assert.ok(ofImages?.packages.some(({ path, before: old }) => path === 'encoding/xml' && old === 0));
    for (const list of ['packages', 'modules', 'fileBytes'] as const) {
      assert.deepEqual(ofImages?.[list], ofPrograms?.[list], list);
    }
    const mixed = await compared(report('before'), layouts[1] ?? '');
    assert.equal(mixed.targets.length, 1);
    const [target] = mixed.targets;
    assert.equal(target?.name, 'hello');
    assert.ok(
      target?.images[0]?.packages.some(({ path, before: old }) => path === 'encoding/xml' && old === 0),
    );
    assert.deepEqual(
      [target?.images[0]?.sections, target?.images[0]?.files],
      [[], undefined],
      'told by one side only',
    );
    assert.ok(mixed.notices.some((notice) => /attribution\.method twin/.test(notice)));
    const withSymbols = await compared(...layouts, '--symbols');
    assert.ok(
      withSymbols.targets[0]?.images[0]?.symbols?.some(({ name }) => name.startsWith('encoding/xml.')),
    );
    const [same] = (await compared(layouts[1] ?? '', layouts[1] ?? '')).targets[0]?.images ?? [];
    assert.deepEqual([same?.packages, same?.files, same?.programs], [[], [], undefined]);
  });

  it('a page of its own shows a program, and what changed between two', async () => {
    const [one, two] = [join(work, 'one.html'), join(work, 'two.html')];
    const told = await slipwayOk(['inspect', program('before'), '--html', one, '--json']);
    assert.equal((JSON.parse(told.stdout) as FileInspection).symbols, undefined);
    await slipwayOk(['compare', program('before'), program('after'), '--html', two]);
    for (const [page, name] of [
      [one, 'net/http'],
      [two, 'encoding/xml'],
    ] as const) {
      const html = await readFile(page, 'utf8');
      assert.ok(html.startsWith('<!doctype html>') && html.includes(name) && html.length < 3_000_000);
    }
    const refused = await slipway(['compare', report('before'), report('after'), '--html', one]);
    assert.deepEqual([refused.status, /--html shows two programs/.test(refused.stderr)], [2, true]);
    const image = await slipway(['inspect', join(work, 'before-layout'), '--html', one]);
    assert.match(image.stderr, /--html is for a program/);
  });

  it('an image is told by file, layer and owner', async () => {
    const { stdout } = await slipwayOk(['inspect', join(work, 'before-layout'), '--json']);
    const found = JSON.parse(stdout) as ImageInspection;
    validateReport(found, 'imageInspection');
    const file = found.images[0]?.files.find(({ path }) => path === '/usr/local/bin/hello');
    assert.match(file?.owner ?? '', /^go:github\.com\/slipway-dev\/slipway\/examples\/hello /);
    const text = await slipwayOk(['inspect', join(work, 'before-layout'), '--platform', platform]);
    assert.match(text.stdout, /largest files, by layer/);
    const asked = ['inspect', join(work, 'before-layout'), '--programs', '--cache-dir', join(work, 'cache')];
    const programs = JSON.parse((await slipwayOk([...asked, '--json'])).stdout) as ImageInspection;
    validateReport(programs, 'imageInspection');
    const alone = await slipwayOk(['inspect', program('before'), '--json']);
    const [inside] = programs.images[0]?.programs ?? [];
    assert.deepEqual(inside?.attribution, (JSON.parse(alone.stdout) as FileInspection).attribution);
    assert.equal(found.images[0]?.programs, undefined, 'nobody asked');
    assert.match(
      (await slipwayOk(asked)).stdout,
      /^\/usr\/local\/bin\/hello {3}[\d.]+ MiB\n {2}[\d.]+ % attributed/m,
    );
    const missing = await slipway(['inspect', join(work, 'before-layout'), '--platform', 'linux/arm64']);
    assert.deepEqual([missing.status, missing.stderr.includes('linux/amd64')], [2, true]);
  });

  it('what is no program, damaged or not there is refused with what to do', async () => {
    const cut = join(work, 'cut');
    await writeFile(cut, await readFile(program('before')));
    await truncate(cut, 100_000);
    const damaged = await slipway(['inspect', cut]);
    assert.equal(damaged.status, 1);
    assert.match(damaged.stderr, /error E_BINARY: .*100000/);
    const text = join(work, 'text');
    await writeFile(text, 'hello\n');
    assert.equal((await slipway(['inspect', text])).status, 2);
    assert.match(
      (await slipway(['compare', text, cut])).stderr,
      /error E_BASE: .* is no program \(ELF, Mach-O, PE, wasm\), and as an image: /,
    );
    assert.equal((await slipway(['inspect', join(work, 'nothing')])).status, 2);
    const other = await slipway(['inspect', program('before'), '--twin', program('after')]);
    assert.match(other.stderr, /is no twin of the program/);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
