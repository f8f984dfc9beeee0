import assert from 'node:assert/strict';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

/** A wake comes at once or, between processes, soon. This bounds how long a test waits for one that never comes. */
const patienceMs = 2_000;

export function wakeTests<Tx>(test: StoreTest<Tx>): void {
  test('onWake tells of what is enqueued', async (scene) => {
    const webhook = await scene.register();
    await assertWakes(scene, () => scene.publishOne(webhook));
  });

  test('onWake tells of what is due again after a pause', async (scene) => {
    const webhook = await scene.register();
    await scene.publishOne(webhook);
    await scene.setStatus(webhook, 'paused');
    await assertWakes(scene, () => scene.setStatus(webhook, 'active'));
  });

  test('an ended onWake tells nothing, and leaves the others', async (scene) => {
    const webhook = await scene.register();
    let ended = 0;
    const end = scene.store.onWake(() => {
      ended += 1;
    });
    end();
    end();
    await assertWakes(scene, () => scene.publishOne(webhook));
    assert.equal(ended, 0);
  });
}

async function assertWakes<Tx>({ store }: StoreScene<Tx>, act: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let end = () => {};
  const woken = new Promise<void>((resolve, reject) => {
    end = store.onWake(resolve);
    timer = setTimeout(() => reject(new Error(`onWake told nothing within ${patienceMs} ms`)), patienceMs);
  });
  try {
    await Promise.all([woken, act()]);
  } finally {
    clearTimeout(timer);
    end();
  }
}
