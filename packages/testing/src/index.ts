// The only door of the package: everything public, by name.

export type { ReceivedRequest } from './receiver/received-request.ts';
export type { ReceiverStep } from './receiver/receiver-step.ts';
export {
  type ScriptedReceiver,
  type ScriptedReceiverOptions,
  type ScriptedStep,
  scriptedReceiver,
} from './receiver/scripted-receiver.ts';
export {
  failure,
  type RecordedRequest,
  type RecordingSender,
  recordingSender,
  response,
  type ScriptedOutcome,
} from './recording-sender.ts';
export { seededRandom } from './seeded-random.ts';
export {
  type EntityLoaderSuiteOptions,
  entityLoaderSuite,
  type RelationSample,
} from './suites/entity-loader-suite.ts';
export { type SenderSuiteOptions, senderSuite } from './suites/sender-suite.ts';
export { type DeliveryPart, newAttempt, newBatch, newPayload, newWebhook } from './suites/store/store-fixtures.ts';
export { type ClaimPart, StoreScene } from './suites/store/store-scene.ts';
export { type StoreSuiteOptions, storeSuite } from './suites/store/store-suite.ts';
export type { TransactionSupport } from './suites/store/transaction-tests.ts';
export type { SuiteRunner } from './suites/suite-runner.ts';
export { type SignatureKey, type SignedRequest, verifySignature } from './verify-signature.ts';
export { type VirtualClock, virtualClock } from './virtual-clock.ts';
