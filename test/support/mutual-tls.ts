import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { edit } from './edits.ts';
import { folderOf } from './temporary.ts';
import { goEnvironment } from './tools.ts';

/** One key that vouches for itself, for the server at 127.0.0.1 and for its clients. */
const source = `package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

func main() {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	made := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "buildkit"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, &made, &made, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	private, _ := x509.MarshalPKCS8PrivateKey(key)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	os.WriteFile("ca.pem", text, 0o644)
	os.WriteFile("cert.pem", text, 0o644)
	os.WriteFile("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600)
}
`;

/** A folder with ca.pem, cert.pem and key.pem, as --builder-tls takes it and a buildkitd of its own may use it. */
export async function mutualTls(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await folderOf(t);
  await edit(folder, { 'main.go': source });
  execFileSync('go', ['run', join(folder, 'main.go')], {
    cwd: folder,
    env: goEnvironment(),
    stdio: 'ignore',
  });
  return folder;
}
