import type { SecureContext } from 'node:tls';
import type { Target } from './target.ts';

/** The far end of a pool's connections, with the TLS mode that keeps verified and unverified ones apart. */
export class Endpoint {
  readonly origin: string;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** False: no certificate check at all. */
  readonly verify: boolean;
  /** The latest TLS session, resumed by the next connection of this endpoint and of no other. */
  session: Buffer | undefined = undefined;

  /** Undefined: Node's defaults. */
  readonly context: SecureContext | undefined;

  constructor(target: Target, insecureSsl: boolean, context?: SecureContext) {
    this.origin = target.origin;
    this.secure = target.secure;
    this.hostname = target.hostname;
    this.port = target.port;
    this.verify = !insecureSsl;
    this.context = context;
  }
}
