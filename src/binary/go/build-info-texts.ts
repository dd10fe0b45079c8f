import type { ByteSource } from '../byte-source.ts';
import type { FileRange } from '../program-file.ts';
import { windowsOf } from '../windows.ts';

/** One place where the text of the build info stands. */
export interface BuildInfoText extends FileRange {
  readonly text: string;
}

/** The marks around the text (cmd/go/internal/modload/build.go, infoStart and infoEnd). */
const startMark = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const endMark = Buffer.from('f932433186182072008242104116d8f2', 'hex');
/** A program with 500 modules has 60 KB. */
const mostTextBytes = 1 << 20;
const firstWord = 'path\t';

/**
 * Every place of the text that the go command hands to the linker as runtime.modinfo: a string among the others, and in all
 * formats but wasm once more in the build info's own blob. Ranges are of the text, without its marks.
 * @throws SlipwayError E_BINARY when the file is cut while it is read
 */
export function buildInfoTexts(source: ByteSource): BuildInfoText[] {
  const texts: BuildInfoText[] = [];
  for (const { bytes, offset, own } of windowsOf(source, { before: 0, after: mostTextBytes })) {
    let end = 0;
    let at = bytes.indexOf(startMark, own.from);
    for (; at >= 0 && at < own.to; at = bytes.indexOf(startMark, at + 1)) {
      const from = at + startMark.length;
      // Looked for once per mark that is there, however many begin in front of it.
      if (end < from) end = bytes.indexOf(endMark, from);
      if (end < 0) break;
      if (end - from > mostTextBytes) continue;
      // The marks alone stand in programs that look for them, such as the go command.
      const text = bytes.toString('utf8', from, Math.min(end, from + firstWord.length));
      if (text === firstWord) texts.push(textAt(bytes, offset, from, end));
    }
  }
  return texts;
}

function textAt(bytes: Buffer, offset: number, from: number, end: number): BuildInfoText {
  return { offset: offset + from, bytes: end - from, text: bytes.toString('utf8', from, end) };
}
