import type { StoredWebhook } from '../../model/stored-webhook.ts';

/** Why a webhook must not be deleted; null where it may. */
export function findDeleteProblem({ id, deletedAt, isDeleteProtected }: StoredWebhook): string | null {
  if (deletedAt !== null || !isDeleteProtected) return null;
  return `webhook ${id} is protected; update it with is_delete_protected: false first`;
}

/** The webhook, deleted (DE-4); itself where it is. */
export function deleted(webhook: StoredWebhook, now: number): StoredWebhook {
  return webhook.deletedAt === null ? { ...webhook, deletedAt: now, modifiedAt: now } : webhook;
}

/** The webhook, not deleted; itself where it is not. */
export function restored(webhook: StoredWebhook, now: number): StoredWebhook {
  return webhook.deletedAt === null ? webhook : { ...webhook, deletedAt: null, modifiedAt: now };
}
