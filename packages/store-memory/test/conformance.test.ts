import { storeSuite } from '@hookwright/testing';
import { describe, it } from 'vitest';
import { memoryStore } from '../src/index.ts';

storeSuite({ describe, it }, { name: 'memoryStore', createStore: () => memoryStore() });
