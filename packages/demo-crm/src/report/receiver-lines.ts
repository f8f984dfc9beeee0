import type { ArrivedRequest } from '../receiver/messages.ts';
import { textTable } from './text-table.ts';

/** What the receiver process got, one line for each address. */
export function receiverLines(arrived: readonly ArrivedRequest[]): readonly string[] {
  if (arrived.length === 0) return ['nothing'];
  const paths = [...new Set(arrived.map(({ path }) => path))];
  const rows = paths.map((path) => {
    const requests = arrived.filter((request) => request.path === path);
    const items = requests.flatMap(({ body }) => (Array.isArray(body) ? body : []));
    const right = requests.filter(({ signatureProblem }) => signatureProblem === null).length;
    const answers = [...new Set(requests.map(({ answered }) => answered))].join(', ');
    return [
      path,
      `${count(requests.length, 'request')}, ${count(items.length, 'notification')}`,
      `${right} of ${requests.length} signed rightly`,
      `answered ${answers}`,
    ];
  });
  return textTable(rows);
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
