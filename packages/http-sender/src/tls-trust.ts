import { createHash } from 'node:crypto';
import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** What a client shows in the TLS handshake (mTLS). PEM, all of it. */
export interface ClientCertificate {
  /** The certificate, with those between it and its root. */
  readonly cert: string;
  readonly key: string;
  /** Of an encrypted key. */
  readonly passphrase?: string | undefined;
}

/** The TLS settings of connections: which authorities are trusted, and what the client shows. */
export class TlsTrust {
  readonly #ca: readonly string[];
  readonly #plain: SecureContext | undefined;

  /**
   * @param ca - trusted beside those that Node trusts
   * @throws what Node says of one that is no certificate
   */
  constructor(ca: readonly string[]) {
    this.#ca = ca.length === 0 ? [] : [...nodesOwn(), ...ca];
    this.#plain = ca.length === 0 ? undefined : createSecureContext({ ca: [...this.#ca] });
  }

  /** @returns undefined for Node's defaults */
  contextFor(certificate: ClientCertificate | null): SecureContext | undefined {
    if (certificate === null) return this.#plain;
    const { cert, key, passphrase } = certificate;
    const ca = this.#ca.length === 0 ? {} : { ca: [...this.#ca] };
    return createSecureContext({ ...ca, cert, key, ...(passphrase === undefined ? {} : { passphrase }) });
  }
}

/** With what `NODE_EXTRA_CA_CERTS` and the like have added, where this Node tells (22.15 and newer). */
function nodesOwn(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?(type: 'default'): readonly string[] };
  return getCACertificates?.('default') ?? rootCertificates;
}

const fingerprints = new WeakMap<ClientCertificate, string>();

/** Tells certificates apart, and shows nothing of them. */
export function fingerprintOf(certificate: ClientCertificate): string {
  let fingerprint = fingerprints.get(certificate);
  if (fingerprint === undefined) {
    const { cert, key } = certificate;
    fingerprint = createHash('sha256').update(`${cert}\n${key}`).digest('base64url');
    fingerprints.set(certificate, fingerprint);
  }
  return fingerprint;
}
