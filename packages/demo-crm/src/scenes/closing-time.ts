import type { Scene } from './scene.ts';

export const closingTime: Scene = {
  title: 'The CRM shuts down',
  about: 'The engine stops. Nothing is left to send, nothing came that was not expected.',
  async play({ webhooks }) {
    await webhooks.stop();
    return [];
  },
};
