/** Text in lines of at most so many columns, broken at spaces; those after the first are indented by two. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}
