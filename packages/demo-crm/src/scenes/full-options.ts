import { tenant } from '../crm/crm-webhooks.ts';
import { session } from '../crm/session.ts';
import type { Scene } from './scene.ts';

export const fullOptions: Scene = {
  title: 'All options at once',
  about: 'full-options: filter, on-field-change, skip keys; relations expanded, then cut down to four paths.',
  shows: 'full-options',
  async play(stage) {
    const { crm, data } = stage;
    await stage.step({
      told: 'Ann notes a phone number for Tess, who has no test address yet',
      act: () => crm.update('Contact', data.tess, { phone: '+47 55 00 00 00' }),
      decisions: { 'full-options': 'filter' },
    });
    await stage.step({
      told: 'Ann gives Tess the address test@example.com',
      act: () => crm.update('Contact', data.tess, { email1: 'test@example.com' }),
      decisions: { 'full-options': 'matched' },
    });
    await stage.step({
      told: 'Ann corrects the phone number: email1 stays',
      act: () => crm.update('Contact', data.tess, { phone: '+47 55 11 11 11' }),
      decisions: { 'full-options': 'no-listed-field-changed' },
    });
    await stage.step({
      told: 'The mail integration, under its skip key, makes it test@example.net',
      act: () =>
        session.run({ tenant, skipKeys: 'gmail_sync' }, () =>
          crm.update('Contact', data.tess, { email1: 'test@example.net' }),
        ),
      decisions: { 'full-options': 'skip-key' },
    });
    const link = await stage.step({
      told: 'Ann links a document, "offer.pdf", to Tess',
      act: () => crm.linkDocument(data.tess, 'offer.pdf'),
      decisions: { 'full-options': 'matched' },
    });
    // What load-only keeps of the contact. It asks for primary_contact too, which contacts do not have.
    const entity = {
      id: data.tess,
      primary_account: crm.read('Account', data.northwind),
      task_relations: data.tasks.map((id) => ({ task: crm.read('Task', id) })),
    };
    const relatedEntity = { id: link.id, contact: crm.read('Contact', data.tess) };
    return [
      { webhook: 'full-options', items: [{ event: 'Contact.Update', entity }] },
      { webhook: 'full-options', items: [{ event: 'Contact.DocumentLinked', entity, relatedEntity }] },
    ];
  },
};
