/** A comment's body as it counts: GitHub may keep other line ends than were sent, no space around it, and nothing that is no Unicode. */
export function keptText(body: string): string {
  return body.toWellFormed().replaceAll('\r\n', '\n').trim();
}
