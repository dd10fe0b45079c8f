import type { Severity } from '../../verify/verdict.ts';
import type { ExecutableFacts } from '../executable.ts';
import type { Lookups } from '../go/lookups.ts';
import { type Answer, fail, pass, type StartingBase, skip, type Wanted } from './answer.ts';

interface Lookup {
  /** With the file to name where there is none. */
  readonly what: string;
  /** What its absence means; undefined where the program does without. */
  readonly severity: (lookups: Lookups) => Severity | undefined;
  readonly isAt: (path: string) => boolean;
  readonly without: (lookups: Lookups) => string;
  readonly instead: string;
}

const lookups: readonly Lookup[] = [
  {
    what: 'CA certificates (/etc/ssl/certs/ca-certificates.crt)',
    severity: ({ roots, ownRoots }) =>
      roots === 'none' || ownRoots ? undefined : roots === 'certain' ? 'warn' : 'info',
    isAt: isCertificateFile,
    without: ({ roots }) =>
      roots === 'certain'
        ? 'certificates of TLS servers cannot be verified'
        : 'needed only if it connects to TLS servers or verifies certificates of clients, which fails without',
    instead: '--base static, or import _ "golang.org/x/crypto/x509roots/fallback"',
  },
  {
    what: 'users (/etc/passwd)',
    severity: ({ users }) => (users ? 'warn' : undefined),
    isAt: (path) => path === '/etc/passwd',
    without: () => 'os/user finds no user, and user.Current needs the variables USER and HOME',
    instead: '--base static',
  },
  {
    what: 'groups (/etc/group)',
    severity: ({ groups }) => (groups ? 'warn' : undefined),
    isAt: (path) => path === '/etc/group',
    without: () => 'os/user finds no group',
    instead: '--base static',
  },
  {
    what: 'time zones (/usr/share/zoneinfo)',
    severity: ({ zones, ownZones }) => (zones && !ownZones ? 'info' : undefined),
    isAt: isZoneFile,
    without: () => 'time.LoadLocation fails, and TZ means UTC',
    instead: '--base static --timezones, or import _ "time/tzdata"',
  },
];

/** crypto/x509/root_linux.go, certFiles; without one of these it reads every file in certDirectories. */
const certificateFiles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const certificateInFolder = /^\/etc\/(ssl|pki\/tls)\/certs\/[^/]+\.(pem|crt|cer|\d)$/;

function isCertificateFile(path: string): boolean {
  return certificateFiles.includes(path) || certificateInFolder.test(path);
}

/** time/zoneinfo_unix.go, platformZoneSources; a base may have a link in place of the folder. */
const zoneFolder =
  /^(\/usr\/share\/zoneinfo|\/usr\/share\/lib\/zoneinfo|\/usr\/lib\/locale\/TZ|\/etc\/zoneinfo)(\/|$)/;

function isZoneFile(path: string): boolean {
  return zoneFolder.test(path);
}

/** mime/type_unix.go, mimeGlobs and typeFiles. */
const mimeFiles: readonly string[] = [
  '/usr/local/share/mime/globs2',
  '/usr/share/mime/globs2',
  '/etc/mime.types',
  '/etc/apache2/mime.types',
  '/etc/apache/mime.types',
  '/etc/httpd/conf/mime.types',
];

/**
 * Does the base have the files that the program looks things up in? The graver of what is missing is the severity. Not
 * looked at: files that the image adds to its base, and variables that name other places (SSL_CERT_FILE, SSL_CERT_DIR, ZONEINFO).
 */
export function checkLookups(facts: ExecutableFacts, { base }: Wanted): Answer {
  if (facts.lookups === undefined) return skip('its function names cannot be read');
  if (base === undefined) return skip('it has no base: its lookups find what the system has that it runs on');
  const found = facts.lookups;
  const wanted = lookups.filter((lookup) => lookup.severity(found) !== undefined);
  if (base.contents === undefined) {
    if (wanted.length === 0) return pass(notesOn(found, []).join('\n') || 'it looks nothing up');
    return skip(
      `the layers of ${base.reference} were not looked into; it looks for ${wanted.map(({ what }) => what).join(', ')}`,
    );
  }
  const files = [...base.contents.files];
  const missing = wanted.filter((lookup) => !files.some(lookup.isAt));
  const notes = notesOn(found, files);
  if (missing.length === 0)
    return pass([...hasAll(wanted, base), ...notes].join('\n') || 'it looks nothing up');
  const grave = missing.some((lookup) => lookup.severity(found) === 'warn');
  const detail = [
    `looks for files that the base "${base.reference}" does not have`,
    ...missing.map((lookup) => `${lookup.what}: ${lookup.without(found)}; try ${lookup.instead}`),
    ...notes,
  ];
  return fail(detail.join('\n'), grave ? 'warn' : 'info');
}

function hasAll(wanted: readonly Lookup[], base: StartingBase): string[] {
  if (wanted.length === 0) return [];
  return [`the base "${base.reference}" has ${wanted.map(({ what }) => what).join(', ')}`];
}

/** What a base need not have: container runtimes bring it, or Go has an answer of its own. */
function notesOn(found: Lookups, files: readonly string[]): string[] {
  const { ownRoots, ownZones, zones } = found;
  const onlyUtc = found.localZone && !zones && !ownZones && !files.some(isZoneFile);
  const onlyOwnTypes = found.mimeTypes && !files.some((path) => mimeFiles.includes(path));
  return [
    ...(found.hostNames
      ? ['host names: /etc/resolv.conf and /etc/hosts, which container runtimes put there']
      : []),
    ...(ownRoots ? ['CA certificates: the program brings its own'] : []),
    ...(ownZones ? ['time zones: the program brings its own'] : []),
    ...(onlyUtc ? ['time zones: only by the variable TZ, which means UTC without /usr/share/zoneinfo'] : []),
    ...(onlyOwnTypes ? ['MIME types: those that Go knows itself, without /etc/mime.types'] : []),
  ];
}
