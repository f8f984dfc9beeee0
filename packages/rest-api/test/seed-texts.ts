import { readFileSync } from 'node:fs';

const page = new URL('../../demo-crm/src/seed/webhook-examples.txt', import.meta.url);

/** The JSON examples of the seed page, letter by letter: first the options, then the registrations. */
function seedTexts(): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => {
    // Some show the request line above the body.
    return text.slice(text.search(/^\{$/m));
  });
}

/** The examples that are whole registrations. */
export function seedRegistrations(): readonly string[] {
  return seedTexts().slice(1);
}

/** The example that shows options alone, as the registration it is for. */
export function seedOptionsRegistration(): string {
  const [options] = seedTexts();
  return `{ "insecure_ssl": false, "url": "https://customer.example", "events": ["Contact.*", "Account.*"], "options": ${options} }`;
}
