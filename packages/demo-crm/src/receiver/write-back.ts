import type { WriteBack } from './messages.ts';

/** Tells the CRM, under the integration's skip key, what the integration found out about each record of a webhook's body. */
export async function writeBack(
  { collectionUrl, fields, authorization, skipKey }: WriteBack,
  body: unknown,
): Promise<string> {
  const statuses: number[] = [];
  try {
    for (const id of recordIds(body)) {
      const response = await fetch(`${collectionUrl}/${id}`, {
        method: 'PATCH',
        headers: { authorization, 'content-type': 'application/json', 'webhook-skip-key': skipKey },
        body: JSON.stringify(fields),
      });
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    return statuses.join(', ');
  } catch (error) {
    return String(error);
  }
}

function recordIds(body: unknown): readonly string[] {
  return Array.isArray(body) ? body.map((item) => String(item?.entity?.id)) : [];
}
