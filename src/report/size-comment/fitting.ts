/** As many lines as there is room for, with their line ends, and how many that are not. */
export function fitting(lines: readonly string[], characters: number): { lines: string[]; rest: number } {
  let room = characters;
  const at = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return at < 0 ? { lines: [...lines], rest: 0 } : { lines: lines.slice(0, at), rest: lines.length - at };
}
