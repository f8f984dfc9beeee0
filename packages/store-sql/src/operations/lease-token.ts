/** The lease of a delivery: where it is kept, and the fence. */
export interface LeaseToken {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly seq: number;
  readonly turn: number;
}

export function writeToken({ webhookId, deliveryId, seq, turn }: LeaseToken): string {
  return `${webhookId}/${deliveryId}/${seq}/${turn}`;
}

/** @returns null for what is no lease of this delivery */
export function readToken(lease: string | number, deliveryId: string): LeaseToken | null {
  const text = String(lease);
  const turnAt = text.lastIndexOf('/');
  const seqAt = text.lastIndexOf('/', turnAt - 1);
  const idAt = text.indexOf('/');
  if (idAt === -1 || seqAt <= idAt || turnAt <= seqAt) return null;
  if (seqAt - idAt - 1 !== deliveryId.length || !text.startsWith(deliveryId, idAt + 1)) return null;
  return {
    webhookId: text.slice(0, idAt),
    deliveryId,
    seq: Number(text.slice(seqAt + 1, turnAt)),
    turn: Number(text.slice(turnAt + 1)),
  };
}
