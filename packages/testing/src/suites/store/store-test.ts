import type { StoreScene } from './store-scene.ts';

/** Files one test, which gets an empty store. */
export type StoreTest<Tx> = (name: string, body: (scene: StoreScene<Tx>) => Promise<void>) => void;
