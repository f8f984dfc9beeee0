import type { Scene } from './scene.ts';

export const vendorSignature: Scene = {
  title: "The vendor's own signature",
  about: 'task-board was registered with a `signature`: its requests bear an HMAC of the body, checked by node:crypto.',
  async play(stage) {
    const { crm, data } = stage;
    const fields = { subject: 'Book the fair booth', due_date: '2025-08-15', status: 1, owner_id: data.ann };
    const created = await stage.step({
      told: 'Ann creates the task "Book the fair booth"',
      act: () => crm.create('Task', fields),
      decisions: { 'task-board': 'matched' },
    });
    const done = await stage.step({
      told: 'She completes it',
      act: () => crm.update('Task', created.id, { status: 4 }),
      decisions: { 'task-board': 'matched' },
    });
    await stage.step({
      told: 'She deletes it: the last state is sent',
      act: () => crm.delete('Task', created.id),
      decisions: { 'task-board': 'matched' },
    });
    const webhook = 'task-board';
    return [
      { webhook, items: [{ event: 'Task.Create', entity: created }] },
      { webhook, items: [{ event: 'Task.Update', entity: done }] },
      { webhook, items: [{ event: 'Task.Delete', entity: done }] },
    ];
  },
};
