import { senderSuite } from '@hookwright/testing';
import { describe, it } from 'vitest';
import { httpSender } from '../src/index.ts';

senderSuite({ describe, it }, { name: 'httpSender', createSender: () => httpSender({ allowPrivateNetworks: true }) });
