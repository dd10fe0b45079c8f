import { rootsModule } from '../../src/image/base/roots-module.ts';

/** A program that does one thing with its arguments, says what came out, and fails with the reason. */
function trying(imports: readonly string[], outcome: string): string {
  return `package main

import (
${['fmt', 'os', ...imports].map((path) => (path.startsWith('_ ') ? `\t_ "${path.slice(2)}"\n` : `\t"${path}"\n`)).join('')})

func main() {
	outcome, err := ${outcome}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(outcome)
}
`;
}

const verification = `func() (int, error) {
		der, err := os.ReadFile(os.Args[1])
		if err != nil {
			return 0, err
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return 0, err
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			return 0, err
		}
		_, err = certificate.Verify(x509.VerifyOptions{KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		return len(pool.Subjects()), err
	}()`;

/** Programs that look up one thing each, a folder for each in one module; and one that brings CA certificates. */
export const lookupSources = {
  lookups: {
    'go.mod': 'module example.com/lookups\n\ngo 1.24\n',
    'roots/main.go': trying(['crypto/x509'], verification),
    'dial/main.go': trying(['crypto/tls'], 'tls.Dial("tcp", os.Args[1], nil)'),
    'user/main.go': trying(['os/user'], 'user.LookupId(os.Args[1])'),
    'current/main.go': trying(['os/user'], 'user.Current()'),
    'group/main.go': trying(['os/user'], 'user.LookupGroupId(os.Args[1])'),
    'zone/main.go': trying(['time'], 'time.LoadLocation(os.Args[1])'),
    'local/main.go': trying(['time'], 'time.Unix(0, 0).Format("MST"), error(nil)'),
    'host/main.go': trying(['net'], 'net.LookupHost(os.Args[1])'),
    'mime/main.go': trying(['mime'], 'mime.TypeByExtension(os.Args[1]), error(nil)'),
    'all/main.go': `package main

import (
	"crypto/x509"
	"mime"
	"net"
	"os/user"
	"time"
)

func main() {
	println(x509.SystemCertPool())
	println(user.Current())
	println(user.LookupGroup("root"))
	println(time.LoadLocation("Europe/Berlin"))
	println(net.LookupHost("localhost"))
	println(mime.TypeByExtension(".x"))
}
`,
  },
  fallback: {
    'go.mod': `module example.com/fallback\n\ngo 1.25.0\n\nrequire ${rootsModule.path} ${rootsModule.version}\n`,
    'main.go': trying(['crypto/x509', `_ ${rootsModule.path}`], verification),
  },
} as const;
