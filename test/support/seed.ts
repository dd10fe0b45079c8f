import fc from 'fast-check';

// Loaded before each test file. What properties try follows from this number, so that a change is not refused by chance for what others
// wrote; `npm run torture` draws another one each time.
fc.configureGlobal({ seed: Number(process.env['SLIPWAY_TEST_SEED'] ?? 1) });
