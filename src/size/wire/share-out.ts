/**
 * Shares out whole units by weights, so that the shares are the total: each gets the whole part of its quota, and what is left
 * goes, one by one, to the largest fractions, and among equal ones to the first.
 * @param total a whole number, as are the weights, whose sum is below 2^53; where it is zero nobody gets anything
 */
export function shareOut(total: number, weights: Float64Array): Float64Array {
  const sum = BigInt(weights.reduce((before, weight) => before + weight, 0));
  const shares = new Float64Array(weights.length);
  if (sum === 0n) return shares;
  const fractions = new Float64Array(weights.length);
  let left = total;
  for (const [at, weight] of weights.entries()) {
    if (weight === 0) continue;
    // The product can be above what a number counts exactly.
    const quota = BigInt(total) * BigInt(weight);
    const share = Number(quota / sum);
    shares[at] = share;
    fractions[at] = Number(quota % sum);
    left -= share;
  }
  const order = [...fractions.keys()].sort((a, b) => (fractions[b] ?? 0) - (fractions[a] ?? 0) || a - b);
  for (const at of order.slice(0, left)) shares[at] = (shares[at] ?? 0) + 1;
  return shares;
}
