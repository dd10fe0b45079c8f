import { SlipwayError } from '../../support/errors.ts';
import { sha256 } from '../../support/hashing.ts';
import { rootsModule } from './roots-module.ts';

/** The two files of {@link rootsModule}. */
export interface RootsBundle {
  readonly der: Uint8Array;
  readonly table: Uint8Array;
}

/** One root certificate as the module's table describes it. */
interface Root {
  readonly subject: string;
  readonly certificate: Uint8Array;
  readonly constrained: boolean;
}

/**
 * Mozilla's roots as one PEM file, each under a comment with its subject; `left` tells how many were left out because
 * they hold under a constraint only (such as a date after which their certificates are distrusted), which PEM cannot say.
 * @throws SlipwayError E_BASE when a file is not the pinned one or has what this reader does not know
 */
export function rootCertificates(bundle: RootsBundle): { pem: string; used: number; left: number } {
  checkPinned(bundle.der, rootsModule.der);
  checkPinned(bundle.table, rootsModule.table);
  return readRoots(bundle);
}

/** As {@link rootCertificates}, for any version of the module. */
export function readRoots(bundle: RootsBundle): { pem: string; used: number; left: number } {
  const roots = parseTable(Buffer.from(bundle.table).toString('utf8'), bundle.der);
  const used = roots.filter((root) => !root.constrained);
  return { pem: used.map(pemBlock).join(''), used: used.length, left: roots.length - used.length };
}

function checkPinned(content: Uint8Array, pin: { path: string; digest: string }): void {
  const digest = sha256(content);
  if (digest === pin.digest) return;
  throw new SlipwayError(
    'E_BASE',
    `${rootsModule.path}/${pin.path} is not the pinned file: it is ${digest}`,
    {
      hint: `${rootsModule.version} has ${pin.digest}; remove the module from the cache and run again`,
    },
  );
}

/** Fields of the module's `unparsedCertificate`; any other may be a constraint that must not be overlooked. */
const knownFields = ['cn', 'sha256Hash', 'certStartOff', 'certLength', 'distrustAfter'] as const;
type Fields = Partial<Record<(typeof knownFields)[number], string>>;

const tableStart = 'var unparsedCertificates = []unparsedCertificate{\n';

function parseTable(table: string, der: Uint8Array): Root[] {
  const start = table.indexOf(tableStart);
  if (start < 0 || !table.endsWith('\n}\n')) throw strange('the table of certificates was not found');
  const roots: Root[] = [];
  let fields: Fields = {};
  let end = 0;
  for (const line of table
    .slice(start + tableStart.length, -'}\n'.length)
    .trimEnd()
    .split('\n')) {
    if (line === '\t{') fields = {};
    else if (line === '\t},') {
      const root = toRoot(fields, der, end);
      end += root.certificate.length;
      roots.push(root);
    } else fields = { ...fields, ...parseField(line) };
  }
  if (end !== der.length)
    throw strange(`${der.length - end} bytes of ${rootsModule.der.path} belong to no root`);
  return roots;
}

function parseField(line: string): Fields {
  const [, name, text, number] = /^\t\t(\w+): +(?:"((?:[^"\\]|\\["\\])*)"|(\d+)),$/.exec(line) ?? [];
  const known = knownFields.find((field) => field === name);
  if (known === undefined) throw strange(`the line ${JSON.stringify(line.trim())} is not known`);
  return { [known]: text?.replaceAll(/\\(["\\])/g, '$1') ?? number };
}

/** The certificates lie without gaps; where one ends is told by the table and by its own DER length: both must agree. */
function toRoot(fields: Fields, der: Uint8Array, start: number): Root {
  const { cn, sha256Hash, distrustAfter } = fields;
  const certificate = der.subarray(start, start + derLength(der, start));
  const agrees =
    Number(fields.certStartOff) === start &&
    Number(fields.certLength) === certificate.length &&
    sha256(certificate) === `sha256:${sha256Hash}`;
  if (cn === undefined || !agrees)
    throw strange(`the root ${cn ?? `at byte ${start}`} is not where its row says`);
  return { subject: cn, certificate, constrained: distrustAfter !== undefined && distrustAfter !== '' };
}

/** Length of the DER value at `start`, tag and length bytes included (X.690, section 8.1.3; certificates need two). */
function derLength(der: Uint8Array, start: number): number {
  const [tag, form, high = 0, low = 0] = der.subarray(start, start + 4);
  if (tag !== 0x30 || form !== 0x82) throw strange(`there is no certificate at byte ${start}`);
  return 4 + high * 256 + low;
}

/**
 * RFC 7468, section 5.1. The subject is the module's own text: what node:crypto would print follows from the OpenSSL it
 * was built with, and would make the layer's digest follow from it too.
 */
function pemBlock(root: Root): string {
  const lines =
    Buffer.from(root.certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `# ${root.subject}\n-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function strange(what: string): SlipwayError {
  return new SlipwayError('E_BASE', `${rootsModule.path}: ${what}`, {
    hint: 'this version of the module says more than Slipway understands; use the pinned one',
  });
}
