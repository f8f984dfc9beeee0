const { createWebhooks } = require('@hookwright/core');
const { httpSender } = require('@hookwright/http-sender');
const { memoryStore } = require('@hookwright/store-memory');
const { deliver } = require('./deliver.cjs');

const { dependencies } = require('./package.json');
const names = {};
for (const name of Object.keys(dependencies)) names[name] = Object.keys(require(name)).sort();
deliver({ createWebhooks, memoryStore, httpSender }).then((received) =>
  process.stdout.write(JSON.stringify({ names, received })),
);
