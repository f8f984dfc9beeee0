import assert from 'node:assert/strict';
import type { ClaimedDelivery, StoredWebhook } from '@hookwright/core';
import { seededRandom } from '../../seeded-random.ts';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

const seeds = [1, 2, 3];
const steps = 60;
/** So short that leases end by themselves, and so few moments that many deliveries are due at one. */
const leaseMs = 3;

export function wholeLifeTests<Tx>(test: StoreTest<Tx>): void {
  for (const seed of seeds) {
    test(`whatever happens to what is due at few moments, each is given until it has succeeded (seed ${seed})`, async (scene) => {
      const life = new WholeLife(scene, seed);
      await life.begin();
      for (let step = 0; step < steps; step += 1) await life.step();
      assert.deepEqual(await life.finish(), []);
    });
  }
}

/** A webhook's deliveries through publishes, claims, outcomes of all kinds, lost workers and changes of the webhook, by chance. */
class WholeLife<Tx> {
  readonly #scene: StoreScene<Tx>;
  readonly #random: ReturnType<typeof seededRandom>;
  readonly #open = new Set<string>();
  #webhook: StoredWebhook | null = null;

  constructor(scene: StoreScene<Tx>, seed: number) {
    this.#scene = scene;
    this.#random = seededRandom(seed);
  }

  async begin(): Promise<void> {
    this.#webhook = await this.#scene.register();
  }

  async step(): Promise<void> {
    const chance = this.#random.number();
    if (chance < 0.25) await this.#publish();
    else if (chance < 0.8) await this.#work();
    else if (chance < 0.93) this.#scene.now += 1;
    else await this.#change();
  }

  /** @returns those that were never given again */
  async finish(): Promise<readonly string[]> {
    for (let round = 0; round < 200 && this.#open.size > 0; round += 1) {
      this.#scene.now += leaseMs;
      for (const claim of await this.#scene.claim({ leaseMs })) await this.#succeed(claim);
    }
    return [...this.#open];
  }

  async #publish(): Promise<void> {
    const dueAt = this.#scene.now + this.#below(3);
    for (const id of await this.#scene.publish(this.#known, 1 + this.#below(6), { dueAt })) this.#open.add(id);
  }

  async #work(): Promise<void> {
    const scene = this.#scene;
    const by = this.#below(2) === 0 ? scene.store : scene.other;
    for (const claim of await scene.claim({ by, leaseMs, limit: 1 + this.#below(4) })) {
      const outcome = this.#below(5);
      if (outcome < 2) await this.#succeed(claim);
      else if (outcome === 2) await scene.fail(claim, scene.now + this.#below(3));
      else if (outcome === 3) {
        await scene.settle(claim, { attempt: null, next: { status: 'pending', dueAt: scene.now } });
      }
      // Else its worker was lost.
    }
  }

  async #change(): Promise<void> {
    const scene = this.#scene;
    if (this.#below(2) === 0) {
      const settings = this.#known.settings.ordering === 'strict' ? {} : ({ ordering: 'strict' } as const);
      this.#webhook = await scene.change(this.#known, { settings });
    } else {
      await scene.setStatus(this.#known, 'paused');
      this.#webhook = await scene.setStatus(this.#known, 'active');
    }
  }

  async #succeed(claim: ClaimedDelivery): Promise<void> {
    const { settled } = await this.#scene.succeed(claim);
    if (settled) assert.ok(this.#open.delete(claim.delivery.id), 'a delivery that has succeeded was given again');
  }

  get #known(): StoredWebhook {
    if (this.#webhook === null) throw new Error('it has not begun');
    return this.#webhook;
  }

  #below(bound: number): number {
    return Math.floor(this.#random.number() * bound);
  }
}
