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
  const [webhookId, ownId, seq, turn] = String(lease).split('/');
  if (webhookId === undefined || ownId !== deliveryId || seq === undefined || turn === undefined) return null;
  return { webhookId, deliveryId, seq: Number(seq), turn: Number(turn) };
}
