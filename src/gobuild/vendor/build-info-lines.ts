/** A line of the build info that is not the same in two programs; one side is absent where only the other has it. */
export interface DifferingLine {
  readonly vendored?: string;
  readonly downloaded?: string;
}

/** The lines that differ between two texts of build info, in their order: a module's rows are those with its path. */
export function differingLines(vendored: string, downloaded: string): DifferingLine[] {
  const [one, other] = [linesOf(vendored), linesOf(downloaded)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const [first, second] = [one.get(key), other.get(key)];
    if (first === second) return [];
    return [
      {
        ...(first !== undefined && { vendored: first }),
        ...(second !== undefined && { downloaded: second }),
      },
    ];
  });
}

/** By what each line is about; what replaces a module is about that one. */
function linesOf(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  let module = '';
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [word = '', name = ''] = line.split('\t');
    if (word === 'dep' || word === 'mod') module = name;
    const about = word === '=>' ? module : word === 'build' ? name.replace(/=.*$/s, '') : name;
    lines.set(`${word} ${about}`, line);
  }
  return lines;
}

/** True where the vendored row is the downloaded one without its h1 hash: so the go command writes it with -mod=vendor. */
export function lacksSumOnly({ vendored, downloaded }: DifferingLine): boolean {
  return vendored !== undefined && downloaded?.replace(/\th1:[A-Za-z0-9+/=]+$/, '\t') === vendored;
}
