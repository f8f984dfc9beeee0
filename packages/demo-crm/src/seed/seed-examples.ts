import { readFileSync } from 'node:fs';

/** The seed page's JSON examples, parsed. The first is the options of a webhook, the others are whole registrations. */
export interface SeedExamples {
  readonly fullOptions: object;
  readonly accountCreated: object;
  readonly fieldChange: object;
  readonly openOpportunities: object;
  readonly customEntities: object;
}

/** @throws Error when the page copy does not hold its five examples */
export function seedExamples(): SeedExamples {
  const [fullOptions, accountCreated, fieldChange, openOpportunities, customEntities, ...more] = seedTexts().map(parse);
  if (!fullOptions || !accountCreated || !fieldChange || !openOpportunities || !customEntities || more.length > 0) {
    throw new Error('expected five JSON examples in webhook-examples.txt');
  }
  return { fullOptions, accountCreated, fieldChange, openOpportunities, customEntities };
}

/** The examples letter by letter, in the page's order. */
export function seedTexts(): readonly string[] {
  const page = readFileSync(new URL('./webhook-examples.txt', import.meta.url), 'utf8');
  return [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
}

/** Some examples show the request line above the body, with an address in braces. */
function parse(text: string): object {
  return JSON.parse(text.slice(text.search(/^\{$/m)));
}
