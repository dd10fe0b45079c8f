/** What one licence file says. */
export interface LicenceFile {
  /** Its name at the module's root. */
  readonly name: string;
  /** SPDX identifier of the text it holds and nothing else; absent where that is not sure. */
  readonly id?: string;
}

/** The licence files of a module, in the order of their names; none: it has none. */
export interface FoundLicence {
  readonly files: readonly LicenceFile[];
}

/** The identifier when all files are known and say the same; undefined where that is not sure. */
export function surely({ files }: FoundLicence): string | undefined {
  const [first] = files;
  return first?.id !== undefined && files.every(({ id }) => id === first.id) ? first.id : undefined;
}

/** In words, what was found: told wherever no identifier can be. */
export function licenceText({ files }: FoundLicence): string {
  if (files.length === 0) return 'no licence file at the module root';
  return files.map(({ name, id }) => `${name}: ${id ?? 'not recognised'}`).join('; ');
}
