/** Under this name the main step leaves for the post step what is to be kept. */
export const keptState = 'cache';

/** The same of sizes. */
export const sizeState = 'sizes';
