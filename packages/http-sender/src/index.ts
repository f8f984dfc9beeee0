// The only door of the package: everything public, by name.

export type { HostResolver, ResolvedAddress } from './host-resolver.ts';
export { httpSender } from './http-sender.ts';
export type { CertificateRequest, HttpSenderOptions } from './http-sender-options.ts';
export type { ClientCertificate } from './tls-trust.ts';
