import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

/** A block of IP addresses, or a single one. */
export class AddressRange {
  readonly #network: IPv4 | IPv6;
  readonly #bits: number;

  private constructor(network: IPv4 | IPv6, bits: number) {
    this.#network = network;
    this.#bits = bits;
  }

  /** @returns null for what is neither `10.0.0.0/8`, `fd00::/8` nor one address in its canonical spelling */
  static parse(text: string): AddressRange | null {
    const [address = '', bits, rest] = text.split('/');
    const version = isIP(address);
    if (version === 0 || rest !== undefined || address.includes('%')) return null;
    const network = parseAddress(address);
    const most = network.kind() === 'ipv4' ? 32 : 128;
    if (bits === undefined) return new AddressRange(network, most);
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) return null;
    return new AddressRange(network, Number(bits));
  }

  /** Whether it is one address alone. */
  get isExact(): boolean {
    return this.#bits === (this.#network.kind() === 'ipv4' ? 32 : 128);
  }

  contains(address: IPv4 | IPv6): boolean {
    if (address.kind() !== this.#network.kind()) return false;
    return address.match(this.#network as IPv4 & IPv6, this.#bits);
  }
}

/** @param text - an address that `isIP` knows */
export function parseAddress(text: string): IPv4 | IPv6 {
  return ipaddr.parse(isIP(text) === 6 ? withoutDottedTail(text) : text);
}

/** The library reads `::1.2.3.4` as the mapped `::ffff:1.2.3.4`, which is another address. */
function withoutDottedTail(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)/, (_tail, a, b, c, d) => {
    const groups = [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)];
    return groups.map((group) => group.toString(16)).join(':');
  });
}
