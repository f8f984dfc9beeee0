import { isIP } from 'node:net';
import type { SendFailure } from '@hookwright/core';
import { type AddressPolicy, addressVerdict } from './address-verdict.ts';
import { ConnectError } from './connect-error.ts';
import type { HostResolver, ResolvedAddress } from './host-resolver.ts';
import { sendFailure } from './send-failure.ts';

/** How long a lookup under way is shared with further connections to the same name, in ms. */
const sharedLookupMs = 1_000;

interface Lookup {
  readonly startedAt: number;
  readonly addresses: Promise<readonly ResolvedAddress[]>;
}

/** What may be connected to. */
export interface GuardPolicy extends AddressPolicy {
  /** Null: all. */
  readonly allowedPorts: ReadonlySet<number> | null;
  readonly deniedPorts: ReadonlySet<number>;
}

/** Decides which hosts and addresses may be connected to. The only place that resolves names. */
export class AddressGuard {
  readonly #policy: GuardPolicy;
  readonly #resolver: HostResolver;
  readonly #lookups = new Map<string, Lookup>();

  constructor(policy: GuardPolicy, resolver: HostResolver) {
    this.#policy = policy;
    this.#resolver = resolver;
  }

  /**
   * Refuses what needs no resolution: IP literals and the names of this machine.
   *
   * @param hostname - as the WHATWG parser left it (which has unfolded octal, hex and short forms), without brackets
   */
  refuseHost(hostname: string): SendFailure | null {
    if (isIP(hostname) !== 0) return this.refuseAddress(hostname);
    const name = hostname.replace(/\.+$/, '');
    const isLocal = name === 'localhost' || name.endsWith('.localhost');
    // Where some address is allowed it may be this machine's: then what the name resolves to decides.
    const isClosed = !this.#policy.allowPrivateNetworks && this.#policy.allow.length === 0;
    return isLocal && isClosed ? refusal(`the name "${hostname}" is this machine`) : null;
  }

  refusePort(port: number): SendFailure | null {
    const { allowedPorts, deniedPorts } = this.#policy;
    const isAllowed = !deniedPorts.has(port) && (allowedPorts === null || allowedPorts.has(port));
    return isAllowed ? null : refusal(`port ${port} is not allowed`);
  }

  /** @param address - an IP address, as a resolver or a connected socket gives it */
  refuseAddress(address: string): SendFailure | null {
    const verdict = addressVerdict(address, this.#policy);
    return verdict.allowed ? null : refusal(`${address} is ${verdict.range}`);
  }

  /**
   * Resolves a name and vets every address. The answer is to be connected to as it is: asking again could give another.
   * Answers are not cached, but connections opened at the same moment share one lookup.
   *
   * @returns at least one address
   * @throws {@link ConnectError} `DNS_FAILED`, or `ADDRESS_NOT_ALLOWED` if a single one is refused
   */
  resolve(hostname: string): Promise<readonly ResolvedAddress[]> {
    const now = performance.now();
    const current = this.#lookups.get(hostname);
    // A resolver that hangs must not take the later connections with it.
    if (current !== undefined && now - current.startedAt < sharedLookupMs) return current.addresses;
    const lookup: Lookup = { startedAt: now, addresses: this.#resolveAndVet(hostname) };
    this.#lookups.set(hostname, lookup);
    const forget = () => {
      if (this.#lookups.get(hostname) === lookup) this.#lookups.delete(hostname);
    };
    lookup.addresses.then(forget, forget);
    return lookup.addresses;
  }

  async #resolveAndVet(hostname: string): Promise<readonly ResolvedAddress[]> {
    const answers = await this.#ask(hostname);
    for (const { address } of answers) {
      const refused = this.refuseAddress(address);
      if (refused !== null) throw new ConnectError(refused);
    }
    return answers.map(({ address }) => ({ address, family: isIP(address) }));
  }

  async #ask(hostname: string): Promise<readonly ResolvedAddress[]> {
    try {
      const answers = await this.#resolver(hostname);
      if (answers.length > 0) return answers;
    } catch (error) {
      throw unresolved(hostname, error instanceof Error ? error.message : String(error));
    }
    throw unresolved(hostname, 'the resolver gave no address');
  }
}

function refusal(detail: string): SendFailure {
  return sendFailure('ADDRESS_NOT_ALLOWED', 'address not allowed', detail);
}

function unresolved(hostname: string, detail: string): ConnectError {
  return new ConnectError(sendFailure('DNS_FAILED', `the name "${hostname}" does not resolve`, detail));
}
