import { toolchainModule } from './toolchain-module.ts';

/** The domain of golang.org/toolchain, from which Go's default services take their names (GOROOT/go.env). */
const domain = toolchainModule.slice(0, toolchainModule.indexOf('/'));

const mirrorDomain = 'golang.google.cn';

/** GOPROXY where nobody says otherwise. */
export const defaultProxy = `https://proxy.${domain},direct`;

/** GOSUMDB where nobody says otherwise, with its public key (cmd/go, internal/modfetch/key.go). */
export const defaultChecksumDatabase = {
  name: `sum.${domain}`,
  key: '033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
} as const;

/** The same database under the name that mainland China can reach (cmd/go, internal/modfetch/sumdb.go, dbDial). */
export const checksumDatabaseAlias = `sum.${mirrorDomain}`;
