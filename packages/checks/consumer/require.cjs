const { createWebhooks } = require('@hookwright/core');
const { httpSender } = require('@hookwright/http-sender');
const { memoryStore } = require('@hookwright/store-memory');
const { deliver } = require('./deliver.cjs');

const doors = require('./doors.json');
const names = {};
for (const name of doors) names[name] = Object.keys(require(name)).sort();
deliver({ createWebhooks, memoryStore, httpSender }).then((received) =>
  process.stdout.write(JSON.stringify({ names, received })),
);
