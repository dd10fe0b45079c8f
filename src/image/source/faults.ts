import { SlipwayError } from '../../support/errors.ts';

/** The error of an image whose content is not what it should be. `name` is its place as the user wrote it. */
export function unsound(name: string, what: string, hint?: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_BASE', `${name} cannot be read: ${what}`, { hint, cause });
}

/** The error of a place that names no image, or not one. */
export function misnamed(name: string, what: string, hint?: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${name} ${what}`, { hint });
}

/** Foreign text for a message: quoted, cut, and with nothing in it that a terminal would act on. */
export function shown(text: string): string {
  const cut = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return JSON.stringify(cut).replaceAll(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const mostListed = 8;

/** Some of many for a message: `a, b and 3 more`. */
export function listed(items: readonly string[]): string {
  const more = items.length > mostListed ? ` and ${items.length - mostListed} more` : '';
  return items.slice(0, mostListed).join(', ') + more;
}

/** Errors of an image's documents name the document alone; this adds the path of the image. */
export async function saysWhose<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_BASE' || error.message.includes(path))
      throw error;
    throw new SlipwayError('E_BASE', `${path}: ${error.message}`, { hint: error.hint, cause: error });
  }
}
