// The only door of the package: everything public, by name.

export { MemoryStore, type MemoryStoreOptions, memoryStore } from './memory-store.ts';
