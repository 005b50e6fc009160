import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createRequestHandler } from '@remix-run/express';
import type { ActionFunctionArgs, ServerBuild } from '@remix-run/node';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import '@shopify/shopify-app-remix/adapters/node';
import { ApiVersion, LogSeverity, shopifyApp } from '@shopify/shopify-app-remix/server';
import { Queue, createPostgresBackend, withBackend } from 'bullmq';
import express from 'express';
import { createPrisma } from '../../../app/adapters/postgres/prisma';
import { sayReady } from './answering';

/**
 * A Shopify app as the template and its documentation make it: a Remix route that authenticates,
 * inserts a row with Prisma and adds a job to BullMQ before it answers.
 */
const { DATABASE_URL = '', REDIS_URL, SHOPIFY_API_KEY, SHOPIFY_API_SECRET = '' } = process.env;
const prisma = createPrisma(DATABASE_URL, 16);

const queue = REDIS_URL
  ? new Queue<unknown, void>('webhooks', { connection: { url: REDIS_URL } })
  : new (withBackend(createPostgresBackend).Queue)<unknown, void>('webhooks', {
      connection: { connectionString: DATABASE_URL, schema: 'bench_peer', migrate: true },
    });

const sessionStorage: SessionStorage = {
  async loadSession(id) {
    const row = await prisma.session.findUnique({ where: { id } });
    if (!row) return undefined;
    const { shop, state, isOnline, scope, accessToken } = row;
    return new Session({
      ...{ id, shop, state, isOnline, scope: scope ?? '' },
      ...(accessToken === null ? {} : { accessToken }),
    });
  },
  storeSession: () => Promise.resolve(true),
  deleteSession: () => Promise.resolve(true),
  deleteSessions: () => Promise.resolve(true),
  findSessionsByShop: () => Promise.resolve([]),
};

const shopify = shopifyApp({
  ...(SHOPIFY_API_KEY ? { apiKey: SHOPIFY_API_KEY } : {}),
  apiSecretKey: SHOPIFY_API_SECRET,
  apiVersion: ApiVersion.July26,
  appUrl: 'https://app.example.com',
  scopes: ['read_orders'],
  sessionStorage,
  logger: { level: LogSeverity.Error },
});

async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { topic, shop, payload, webhookId } = await shopify.authenticate.webhook(request);
  const text = JSON.stringify(payload);
  const now = new Date();
  await prisma.receipt.create({
    data: {
      source: 'shopify',
      externalId: webhookId,
      bodyHash: createHash('sha256').update(text).digest('hex'),
      topic,
      receivedAt: now,
      claimableAt: now,
      body: new TextEncoder().encode(text),
    },
  });
  await queue.add(topic, { shop, payload }, { jobId: webhookId, removeOnComplete: true });
  return new Response();
}

/** Without a page the route is a resource: its action's answer goes out as it is. */
const route = { id: 'routes/webhooks', path: 'webhooks', module: { action } };

const build = {
  entry: { module: { default: () => new Response('') } },
  routes: { [route.id]: route },
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  assetsBuildDirectory: '',
  basename: '/',
  publicPath: '/',
  mode: 'production',
  isSpaMode: false,
  future: {},
} as unknown as ServerBuild;

const app = express();
app.all('*', createRequestHandler({ build, mode: 'production' }));
const server = app.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
