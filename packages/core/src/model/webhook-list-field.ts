/** What webhooks can be listed in the order of. `url` counts with its first 255 characters. */
export const webhookListFields = ['created', 'modified', 'id', 'url', 'status'] as const;

export type WebhookListField = (typeof webhookListFields)[number];

/** What a list can be filtered by (RS-4): columns that are read back, and neither options nor settings. */
export const webhookFilterFields = [
  'id',
  'url',
  'events',
  'insecure_ssl',
  'is_delete_protected',
  'is_deleted',
  'status',
  'created',
  'modified',
  'application_id',
  'client_id',
] as const;

export type WebhookFilterField = (typeof webhookFilterFields)[number];
