import type { BuildRequest } from '../request/request.ts';

type Asked = Pick<BuildRequest, 'outputs' | 'push' | 'load'>;

/** Whether a run makes images, or bare files only. */
export function asksForImages(request: Asked): boolean {
  return request.push.length > 0 || asksForImagesHere(request);
}

/** Whether images come to this machine whole, with every layer of their bases. */
export function asksForImagesHere({ outputs, load }: Omit<Asked, 'push'>): boolean {
  return load !== undefined || outputs.some(({ kind }) => kind !== 'bin');
}
