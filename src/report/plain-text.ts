/** ECMA-48 sequences: CSI, then OSC, DCS, SOS, PM and APC with their text, then escapes of two or three bytes. */
const escapes =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?/g;
/** C0 and C1 but line feed, DEL, line separators, and marks that turn the direction of writing (CVE-2021-42574). */
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text that came from elsewhere (a repository, a compiler, a server), safe to print: it cannot steer the terminal, and no
 * line of it is a command to the GitHub runner, which reads `::name::` at the start of any line and `##[name]` anywhere.
 */
export function plainText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '    ')
    .replaceAll(escapes, '')
    .replaceAll(controls, '')
    .replaceAll('##[', '## [')
    .replaceAll(/^(\s*):(?=:)/gmu, '$1: ');
}

/** As `plainText`, on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s*\n\s*/g, ' ');
}
