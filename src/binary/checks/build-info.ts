import { variantSetting } from '../elf/machine.ts';
import type { ExecutableFacts } from '../executable.ts';
import type { BuildInfo } from '../go/build-info.ts';
import { type Answer, fail, pass, skip, type Wanted } from './answer.ts';

/** Does the file say that it was built as it was asked for? All differences at once. */
export function checkBuildInfo(facts: ExecutableFacts, wanted: Wanted): Answer {
  const info = facts.buildInfo;
  if (info === undefined) {
    return facts.format === 'wasm'
      ? skip('Go writes no build info into wasm files')
      : fail('carries no Go build info: it was not made by the go command, or was changed afterwards');
  }
  const differences = expectations(info, wanted)
    .filter(({ found, asked }) => found !== asked)
    .map(({ what, found, asked }) => `${what} is ${found ?? 'not recorded'}, asked was ${asked}`);
  return differences.length === 0
    ? pass(info.goVersion)
    : fail(['was not built as asked', ...differences].join('\n'));
}

interface Expectation {
  readonly what: string;
  readonly found: string | undefined;
  readonly asked: string;
}

function expectations(info: BuildInfo, wanted: Wanted): Expectation[] {
  const { os, architecture, variant } = wanted.platform;
  const setting = (name: string, asked: string): Expectation => ({
    what: name,
    found: info.settings[name],
    asked,
  });
  const variantName = variantSetting[architecture];
  return [
    // GOEXPERIMENT is joined to the version by " X:" or, since Go 1.26, "-X:" (go.dev/issue/75953).
    { what: 'the Go version', found: info.goVersion.replace(/[ -]X:.*$/, ''), asked: wanted.goVersion },
    { what: 'the main package', found: info.path, asked: wanted.importPath },
    ...(wanted.modulePath === undefined
      ? []
      : [{ what: 'the main module', found: info.main?.path, asked: wanted.modulePath }]),
    setting('-trimpath', 'true'),
    setting('CGO_ENABLED', wanted.cgo ? '1' : '0'),
    setting('GOOS', os),
    setting('GOARCH', architecture),
    ...(variantName === 'GOAMD64' ? [setting(variantName, variant ?? 'v1')] : []),
    ...(variantName === 'GOARM' && variant !== undefined ? [armExpectation(info, variant)] : []),
  ];
}

/** GOARM may carry the kind of floating point behind a comma (`7,hardfloat`), which OCI has no word for. */
function armExpectation(info: BuildInfo, variant: string): Expectation {
  return { what: 'GOARM', found: info.settings['GOARM']?.split(',')[0], asked: variant.slice(1) };
}
