import { accountCreated } from './account-created.ts';
import { bulkImport } from './bulk-import.ts';
import { closingTime } from './closing-time.ts';
import { customEntities } from './custom-entities.ts';
import { fieldChange } from './field-change.ts';
import { fullOptions } from './full-options.ts';
import { noLoop } from './no-loop.ts';
import { oneTransaction } from './one-transaction.ts';
import { openFilter } from './open-filter.ts';
import { receiverDown } from './receiver-down.ts';
import { receiverGone } from './receiver-gone.ts';
import { registration } from './registration.ts';
import type { Scene } from './scene.ts';
import { vendorSignature } from './vendor-signature.ts';

/** The day, in its order. */
export const allScenes: readonly Scene[] = [
  registration,
  accountCreated,
  fieldChange,
  openFilter,
  customEntities,
  fullOptions,
  bulkImport,
  noLoop,
  vendorSignature,
  receiverDown,
  receiverGone,
  oneTransaction,
  closingTime,
];
