/** Slipway's own version; equal to package.json's (a test compares them). */
export const slipwayVersion = '0.1.0';
