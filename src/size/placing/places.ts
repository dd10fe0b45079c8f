/** Where things lie, as far as it is known; 0 where it is not. */
export interface Places {
  /** By item. */
  readonly addresses: Float64Array;
  /** By node: of functions, and of the items that have an address. */
  readonly known: Float64Array;
}
