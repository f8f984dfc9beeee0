import { X509Certificate } from 'node:crypto';
import { ValidationError, type ValidationIssue } from '@hookwright/core';
import { AddressRange } from './address-range.ts';
import { type HostResolver, systemResolver } from './host-resolver.ts';
import { readProxy, type WebProxy } from './proxy-tunnel.ts';
import { type ClientCertificate, TlsTrust } from './tls-trust.ts';

export interface HttpSenderOptions {
  /**
   * Addresses and CIDR blocks that are open whatever they are: `10.1.0.0/16`, `fd00:1::/32`, `192.0.2.7`. A cloud metadata service
   * is opened by its exact address alone. IPv4 ranges count for addresses in IPv6 that lead to IPv4 too.
   */
  readonly allow?: readonly string[] | undefined;
  /** Addresses and CIDR blocks that are closed; comes before everything that opens. */
  readonly deny?: readonly string[] | undefined;
  /** Ports, 1…65,535, to which alone requests go; default all. */
  readonly allowedPorts?: readonly number[] | undefined;
  /** Ports, 1…65,535, to which no request goes; comes before `allowedPorts`. Default none. */
  readonly deniedPorts?: readonly number[] | undefined;
  /**
   * Opens loopback, private and link-local addresses, for development and for receivers inside the network. Cloud metadata
   * services stay closed. Default false.
   */
  readonly allowPrivateNetworks?: boolean | undefined;
  /** Most connections per origin, 1…1,024. Requests beyond wait, within their own timeout. Default 64. */
  readonly connections?: number | undefined;
  /** Bound on opening one connection, DNS to the end of the TLS handshake, in ms, 1…600,000. Default 5,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long an idle connection is kept, in ms, 1…600,000; a receiver's `Keep-Alive` can only shorten it. Default 4,000. */
  readonly keepAliveMs?: number | undefined;
  /**
   * Most origins to which connections are kept, 1…100,000. Beyond it the one idle for longest is closed, never one in use.
   * Default 1,000.
   */
  readonly maxOrigins?: number | undefined;
  /** Most connections to all origins together, 1…100,000. Requests beyond wait, within their own timeout; no origin starves. Default 1,024. */
  readonly maxConnections?: number | undefined;
  /** Certificates of authorities, PEM, that are trusted beside those that Node trusts. */
  readonly ca?: readonly string[] | undefined;
  /**
   * What is shown to the receiver of a webhook in the TLS handshake (mTLS); undefined for nothing. Asked before each request, so it
   * is to answer at once. Connections with different certificates are never shared.
   */
  readonly clientCertificate?: ((webhook: CertificateRequest) => ClientCertificate | undefined) | undefined;
  /**
   * `http://user:password@proxy.internal:3128`, or `https:`: every connection goes through it, by CONNECT to an address that was
   * resolved and vetted here. Its own address is not vetted. Default none; the environment's variables are not read.
   */
  readonly proxy?: string | undefined;
  /** Default: the system's resolver. The guard vets what it gives. */
  readonly resolver?: HostResolver | undefined;
}

/** Whose request is to be sent. */
export interface CertificateRequest {
  readonly tenant: string;
  readonly webhookId: string;
  readonly url: string;
}

type Parsed = 'allow' | 'deny' | 'allowedPorts' | 'deniedPorts' | 'ca' | 'clientCertificate' | 'proxy';

/** The options with every default filled in, and ready for use. */
export type ResolvedHttpSenderOptions = {
  readonly [K in Exclude<keyof HttpSenderOptions, Parsed>]-?: NonNullable<HttpSenderOptions[K]>;
} & {
  readonly allow: readonly AddressRange[];
  readonly deny: readonly AddressRange[];
  /** Null: all. */
  readonly allowedPorts: ReadonlySet<number> | null;
  readonly deniedPorts: ReadonlySet<number>;
  readonly trust: TlsTrust;
  readonly proxy: WebProxy | null;
  readonly clientCertificate: HttpSenderOptions['clientCertificate'];
};

const numbers = {
  connections: { default: 64, max: 1_024 },
  connectTimeoutMs: { default: 5_000, max: 600_000 },
  keepAliveMs: { default: 4_000, max: 600_000 },
  maxOrigins: { default: 1_000, max: 100_000 },
  maxConnections: { default: 1_024, max: 100_000 },
} as const;

const names: readonly string[] = [
  'allowPrivateNetworks',
  'allow',
  'deny',
  'allowedPorts',
  'deniedPorts',
  'ca',
  'clientCertificate',
  'proxy',
  'resolver',
  ...Object.keys(numbers),
];

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {@link ValidationError} with all problems at once; an unknown name is one, so that a misspelt guard option shows
 */
export function resolveHttpSenderOptions(options: HttpSenderOptions): ResolvedHttpSenderOptions {
  if (typeof options !== 'object' || options === null) {
    const message = `expected an object of options, got ${options === null ? 'null' : typeof options}`;
    throw new ValidationError([{ path: 'options', code: 'WRONG_TYPE', message }]);
  }
  const issues: ValidationIssue[] = [];
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) {
      issues.push({
        path: name,
        code: 'UNKNOWN_FIELD',
        message: `unknown option; expected one of ${names.join(', ')}`,
      });
    }
  }
  const wholeNumber = (name: keyof typeof numbers): number => {
    const { default: fallback, max } = numbers[name];
    const value: unknown = options[name] ?? fallback;
    if (typeof value !== 'number') {
      issues.push({ path: name, code: 'WRONG_TYPE', message: `expected a number, got ${typeof value}` });
    } else if (!Number.isInteger(value) || value < 1 || value > max) {
      issues.push({ path: name, code: 'OUT_OF_RANGE', message: `expected a whole number 1…${max}, got ${value}` });
    } else {
      return value;
    }
    return fallback;
  };
  const allowPrivateNetworks: unknown = options.allowPrivateNetworks ?? false;
  if (typeof allowPrivateNetworks !== 'boolean') {
    const message = `expected true or false, got ${typeof allowPrivateNetworks}`;
    issues.push({ path: 'allowPrivateNetworks', code: 'WRONG_TYPE', message });
  }
  const list = <Item>(name: Parsed, expected: string, read: (item: unknown) => Item | null): readonly Item[] | null => {
    const values: unknown = options[name];
    if (values === undefined) return null;
    if (!Array.isArray(values)) {
      issues.push({ path: name, code: 'WRONG_TYPE', message: `expected a list of ${expected}, got ${typeof values}` });
      return null;
    }
    return values.flatMap((value: unknown, index) => {
      const item = read(value);
      if (item !== null) return [item];
      const message = `expected ${expected}, got ${describe(value)}`;
      issues.push({ path: `${name}[${index}]`, code: 'INVALID_VALUE', message });
      return [];
    });
  };
  const ranges = (name: 'allow' | 'deny') =>
    list(name, 'an IP address or a CIDR block such as 10.0.0.0/8', readRange) ?? [];
  const ports = (name: 'allowedPorts' | 'deniedPorts') => list(name, 'a port, 1…65535', readPort);
  const allowedPorts = ports('allowedPorts');
  const { clientCertificate } = options;
  if (clientCertificate !== undefined && typeof clientCertificate !== 'function') {
    const message = `expected a function, got ${typeof clientCertificate}`;
    issues.push({ path: 'clientCertificate', code: 'WRONG_TYPE', message });
  }
  const ca = list('ca', 'a certificate in PEM', readCertificate) ?? [];
  const proxy = options.proxy === undefined ? null : readProxy(options.proxy);
  if (options.proxy !== undefined && proxy === null) {
    // Not what was found: it may hold a password.
    const message = 'expected the http or https url of a proxy, without a path, such as http://proxy.internal:3128';
    issues.push({ path: 'proxy', code: 'INVALID_VALUE', message });
  }
  const resolver = options.resolver ?? systemResolver;
  if (typeof resolver !== 'function') {
    issues.push({ path: 'resolver', code: 'WRONG_TYPE', message: `expected a function, got ${typeof resolver}` });
  }
  const resolved: ResolvedHttpSenderOptions = {
    allowPrivateNetworks: allowPrivateNetworks === true,
    allow: ranges('allow'),
    deny: ranges('deny'),
    allowedPorts: allowedPorts === null ? null : new Set(allowedPorts),
    deniedPorts: new Set(ports('deniedPorts')),
    trust: new TlsTrust(ca),
    proxy,
    clientCertificate,
    connections: wholeNumber('connections'),
    connectTimeoutMs: wholeNumber('connectTimeoutMs'),
    keepAliveMs: wholeNumber('keepAliveMs'),
    maxOrigins: wholeNumber('maxOrigins'),
    maxConnections: wholeNumber('maxConnections'),
    resolver,
  };
  if (issues.length > 0) throw new ValidationError(issues);
  return resolved;
}

function readRange(value: unknown): AddressRange | null {
  return typeof value === 'string' ? AddressRange.parse(value) : null;
}

function readPort(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535 ? value : null;
}

function readCertificate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  try {
    new X509Certificate(value);
    return value;
  } catch {
    return null;
  }
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
