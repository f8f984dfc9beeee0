import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Pool } from 'undici';

export interface SignedPost {
  /** Posts one body, signed as Standard Webhooks has it. Rejects unless the answer is 200. */
  post(id: string, body: string): Promise<void>;
  close(): Promise<void>;
}

/** What a job of a queue does, the cheapest way a user would write it: undici's `request` on a pool of one origin. */
export function createSignedPost(receiverUrl: string, connections: number): SignedPost {
  const { origin, pathname } = new URL(receiverUrl);
  const pool = new Pool(origin, { connections });
  const key = createSecretKey(randomBytes(32));
  return {
    async post(id, text) {
      const body = Buffer.from(text);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Hookwright',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      const response = await pool.request({ path: pathname, method: 'POST', headers, body });
      await response.body.dump();
      if (response.statusCode !== 200) throw new Error(`the receiver answered ${response.statusCode}`);
    },
    close: () => pool.close(),
  };
}
