import type { Stage } from './stage.ts';

/** Tells what the engine says of itself: tries that failed, webhooks that ended. Its errors are problems of the scene. */
export function tellEngineNews(stage: Stage): void {
  const { webhooks } = stage;
  const names = (id: string) => [...stage.registered].find(([, webhook]) => webhook.id === id)?.[0] ?? id;
  webhooks.on('delivery-retrying', ({ webhookId, attempts, code, dueAt }) => {
    const seconds = Math.max(0, (dueAt - Date.now()) / 1_000).toFixed(1);
    stage.tell('engine', `${names(webhookId)}: try ${attempts} failed with ${code}, next in ${seconds} s`);
  });
  webhooks.on('delivery-exhausted', ({ webhookId, attempts, code }) => {
    stage.tell('engine', `${names(webhookId)}: delivery given up after try ${attempts} (${code})`);
  });
  webhooks.on('webhook-disabled', ({ webhookId, reason }) => {
    stage.tell('engine', `${names(webhookId)}: webhook disabled (${reason})`);
  });
  webhooks.on('webhook-paused', ({ webhookId }) => stage.problem(`${names(webhookId)} was paused`));
  webhooks.on('expand-failed', ({ path, code, message }) => stage.problem(`expand ${path}: ${code}: ${message}`));
  webhooks.on('error', ({ code, message }) => stage.problem(`engine: ${code}: ${message}`));
}
