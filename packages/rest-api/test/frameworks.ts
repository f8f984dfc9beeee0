import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import {
  type RestApi,
  type RouteHandlers,
  toExpressHandler,
  toFastifyPlugin,
  toHonoHandler,
  toNodeHandler,
  toRouteHandlers,
} from '../src/index.ts';

/** A host that serves the API at `/api`, over a real socket. */
export interface Host {
  /** `http://127.0.0.1:4711` */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export type StartHost = (api: RestApi) => Promise<Host>;

/** Every framework that the package has an adapter for, mounted as its README says. */
export const frameworks: readonly {
  readonly name: string;
  readonly start: StartHost;
  /** Whether Node's request is turned into a web-standard one by the adapter here, not by the framework's own. */
  readonly isOnNodeAdapter: boolean;
  /** Whether the host parses bodies before the API sees them. */
  readonly isParsedBefore?: true;
}[] = [
  { name: 'node:http', isOnNodeAdapter: true, start: (api) => listen(createServer(toNodeHandler(api))) },
  {
    name: 'Express 5',
    isOnNodeAdapter: true,
    start: (api) => {
      const app = express();
      app.use('/api', toExpressHandler(api));
      return listen(createServer(app));
    },
  },
  {
    name: 'Express 5 behind its own body parser',
    isParsedBefore: true,
    isOnNodeAdapter: true,
    start: (api) => {
      const app = express();
      app.use(express.json({ limit: '20mb' }));
      app.use('/api', toExpressHandler(api));
      return listen(createServer(app));
    },
  },
  {
    name: 'Fastify 5',
    isOnNodeAdapter: true,
    start: async (api) => {
      const app = fastify();
      await app.register(toFastifyPlugin(api), { prefix: '/api' });
      const origin = await app.listen({ port: 0, host: '127.0.0.1' });
      return { origin, close: () => app.close() };
    },
  },
  {
    name: 'Hono',
    isOnNodeAdapter: false,
    start: (api) => {
      const app = new Hono();
      app.all('/api/*', toHonoHandler(api));
      return served(app.fetch);
    },
  },
  {
    name: 'a route handler',
    isOnNodeAdapter: false,
    start: (api) => {
      const handlers = toRouteHandlers(api);
      // As Next.js does: by method, 405 for the others.
      return served((request) => {
        const handle = handlers[request.method as keyof RouteHandlers];
        return handle?.(request) ?? new Response(null, { status: 405 });
      });
    },
  },
];

async function served(fetch: (request: Request) => Response | Promise<Response>): Promise<Host> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => closed(server as Server) }),
    );
  });
}

/** @param server - not listening yet */
export async function listen(server: Server): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
