import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../../src/binary/byte-source.ts';
import { readBuildInfo } from '../../../../src/binary/go/build-info.ts';
import { readFunctionOwners } from '../../../../src/binary/go/functions/function-owners.ts';
import { functionName, readFunctions } from '../../../../src/binary/go/functions/functions.ts';
import { goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { openGoProgram } from '../../../../src/binary/go/linked/go-program.ts';
import { makeOwners, type Owner, structure } from '../../../../src/binary/go/owners.ts';
import { importPath, packageModules } from '../../../../src/binary/go/package-module.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import {
  type ListedPackage,
  publishedPackages,
  publishedProgram,
} from '../../../support/published-programs.ts';

const programs = ['age', 'crane'] as const;

/** The path that -trimpath leaves of a package's folder. */
function trimmedFolder({ ImportPath, Standard, Dir, Module }: ListedPackage): string {
  if (Standard === true || Module?.Dir === undefined) return ImportPath;
  return `${Module.Path}@${Module.Version ?? ''}${Dir.slice(Module.Dir.length)}`;
}

function owned(path: string): { functions: [name: string, Owner][]; files: [file: string, Owner][] } {
  return withFileSource(path, (source) => {
    const go = openGoProgram(openProgram(source));
    assert.ok(go);
    const table = readFunctions(go);
    const owners = makeOwners();
    const { functions, files } = readFunctionOwners(table, owners);
    const owner = (number: number | undefined): Owner => owners.all[number ?? -1] ?? assert.fail('no owner');
    const { texts } = files;
    return {
      functions: Array.from(functions, (number, index) => [functionName(table, index), owner(number)]),
      files: Array.from(texts.starts, (start, text) => [
        texts.bytes.toString('utf8', start, (texts.ends[text] ?? 0) - 1),
        owner(files.owners[text]),
      ]),
    };
  });
}

describe('packages of functions and files, beside what go list says of the build', () => {
  for (const program of programs) {
    it(`every package that code is given to was compiled into ${program}`, () => {
      const listed = new Set(
        publishedPackages(program).map(({ Name, ImportPath }) => (Name === 'main' ? 'main' : ImportPath)),
      );
      const { functions } = owned(publishedProgram({ program }));
      const packages = new Set(functions.flatMap(([, { kind, name }]) => (kind === 'package' ? [name] : [])));
      assert.ok(packages.size > 90 && packages.has('main') && packages.has('runtime'));
      assert.deepEqual(
        [...packages].filter((name) => !listed.has(name)),
        [],
      );
    });

    it(`every file of ${program} belongs to the package of its folder`, () => {
      const folders = new Map(
        publishedPackages(program).map((each) => [
          trimmedFolder(each),
          each.Name === 'main' ? 'main' : each.ImportPath,
        ]),
      );
      const { files } = owned(publishedProgram({ program }));
      const inFolders = files.filter(([file]) => file.includes('/'));
      assert.ok(inFolders.length > 400);
      const wrong = inFolders.filter(
        ([file, { name }]) => folders.get(file.slice(0, file.lastIndexOf('/'))) !== name,
      );
      assert.deepEqual(wrong, []);
    });

    it(`what is given to no package of ${program} is of none`, () => {
      const { functions } = owned(publishedProgram({ program }));
      const rest = functions.filter(([, { kind }]) => kind === 'structure');
      const known = /^(type:\.(eq|hash)\.|go:textfips(start|end)$)/;
      assert.deepEqual(
        rest.filter(([name]) => !known.test(name)),
        [],
      );
    });

    it(`every package of ${program} is of a module of its build info, or of the standard library`, () => {
      const path = publishedProgram({ program });
      const info = withFileSource(path, readBuildInfo);
      const moduleOf = packageModules(info);
      const listed = new Map(publishedPackages(program).map((each) => [each.ImportPath, each]));
      for (const { kind, name } of withFileSource(path, (source) => goLedger(openProgram(source)))?.owners ??
        []) {
        if (kind !== 'package') continue;
        const module = moduleOf(name);
        const truth = listed.get(importPath(name, info));
        const found = typeof module === 'object' ? `${module.path}@${module.version}` : module;
        const expected =
          truth?.Standard === true ? 'std' : `${truth?.Module?.Path}@${truth?.Module?.Version}`;
        // The module that the test made for itself is the main one, and that of the program a dependency.
        if (truth !== undefined && name !== 'main') assert.equal(found, expected, name);
      }
    });
  }
});

describe('assembly', () => {
  it('whose name is known in its file alone belongs to the package of the file', () => {
    const { functions } = owned(publishedProgram({ program: 'age' }));
    const byName = new Map(functions);
    assert.equal(byName.get('cmpbody')?.name, 'internal/bytealg');
    assert.equal(byName.get('gogo')?.name, 'runtime');
    assert.equal(byName.get('_rt0_amd64_linux')?.name, 'runtime');
    assert.equal(byName.get('p256MulInternal')?.name, 'crypto/internal/fips140/nistec');
    // A symbol that one package has for another keeps the name that the other calls it by.
    assert.equal(byName.get('runtime.cmpstring')?.name, 'runtime');
    assert.equal(structure.shared, 0);
  });
});
