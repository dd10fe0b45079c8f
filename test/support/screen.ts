/** The part of a terminal that the live lines use: wrapping, line feed, cursor up, erase below, colours passed over. */
export interface Screen {
  write(text: string): void;
  /** Lines from the first ever printed, without blanks at their ends. */
  readonly lines: () => string[];
}

export function screen(columns: () => number): Screen {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (character: string): void => {
    if (column >= columns()) {
      row++;
      column = 0;
    }
    const line = (lines[row] ?? '').padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };
  const control = (parameters: string, command: string): void => {
    if (command === 'A') row = Math.max(0, row - Number(parameters || 1));
    else if (command === 'J') {
      lines.length = row + 1;
      lines[row] = (lines[row] ?? '').slice(0, column);
    } else if (command !== 'm') throw new Error(`the screen knows no sequence ${command}`);
  };
  return {
    write(text) {
      for (const [whole, parameters = '', command] of text.matchAll(/\x1b\[(\d*)([A-Za-z])|./gsu)) {
        if (command !== undefined) control(parameters, command);
        else if (whole === '\r') column = 0;
        else if (whole === '\n') {
          row++;
          column = 0;
          lines[row] ??= '';
        } else put(whole);
      }
    },
    lines: () => lines.map((line) => (line ?? '').trimEnd()),
  };
}
