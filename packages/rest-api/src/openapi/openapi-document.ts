import type { Route } from '../routes/route.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import { describeOperation } from './describe-operation.ts';
import { SchemaReferences } from './schema-references.ts';

export interface DocumentSettings {
  readonly schemas: ApiSchemas;
  readonly basePath: string;
  /** Bytes of a body, for the document's text. */
  readonly maxBodyBytes: number;
}

const description = [
  'Webhooks of one tenant. Every answer is JSON; every answer but a success is an `Error`.',
  'Requests are counted per tenant: above the limit they are answered with 429 and `Retry-After`.',
];

/** The OpenAPI 3.1 document of the resource: made of the routes that answer it, and of the schemas that check what they are sent. */
export function openApiDocument(routes: readonly Route[], settings: DocumentSettings): object {
  const references = new SchemaReferences(settings.schemas);
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operation = { [route.method.toLowerCase()]: describeOperation(route, references) };
    paths[route.path] = { ...paths[route.path], ...operation };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Webhooks',
      version: '1.0.0',
      description: [...description, `A body has at most ${settings.maxBodyBytes} bytes.`].join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: settings.basePath === '' ? '/' : settings.basePath }],
    security: [{ credentials: [] }],
    tags: [
      { name: 'Webhooks', description: 'Registrations.' },
      { name: 'Deliveries', description: 'What was and is being sent.' },
      { name: 'Events', description: 'What can be subscribed to, and why a change is sent or not.' },
    ],
    paths,
    components: {
      securitySchemes: {
        credentials: { type: 'http', scheme: 'basic', description: 'Or whatever else the host takes.' },
      },
      schemas: references.components(),
    },
  };
}
