// With CI=true, installs the database servers that the tests need and that are missing, so that no test is skipped there.
// Nothing is started: where none answers, the tests start servers of their own.
// usage: node .dev/servers.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const aptGet = '/usr/bin/apt-get';
const versions = '/usr/lib/postgresql';
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  ...(existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : []),
];
const isInstalled = (program) => folders.some((folder) => existsSync(join(folder, program)));

const missing = [
  { name: 'postgresql', program: 'initdb', url: process.env.HOOKWRIGHT_POSTGRES_URL },
  { name: 'mariadb-server', program: 'mariadbd', url: process.env.HOOKWRIGHT_MYSQL_URL },
]
  .filter(({ program, url }) => url === undefined && !isInstalled(program))
  .map(({ name }) => name);

if (missing.length > 0) {
  process.stdout.write(`missing: ${missing.join(', ')}\n`);
  if (process.env.CI === 'true') install();
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    const { status, error } = spawnSync(aptGet, args, { stdio: 'inherit', env });
    if (status === 0) continue;
    process.stderr.write(`expected to install ${missing.join(' and ')}: ${error ?? `apt-get ended with ${status}`}\n`);
    process.exit(1);
  }
}
