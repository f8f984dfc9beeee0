// The workspace's commands, on a machine that has nothing but Node and npm: installs what is missing, then runs the tool.
// usage: node .dev/run.mjs <command> [arguments…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = ['--conditions=@hookwright/source', '--import', 'tsx'];
const tarballs = '.tmp/tarballs';

const commands = {
  demo: (args) => node([...source, 'packages/demo-crm/src/main.ts', ...args]),
  test: (args) => bin('vitest', ['run', ...args]),
  'test:slow': (args) => {
    process.env.HOOKWRIGHT_TESTS = 'slow';
    return bin('vitest', ['run', ...args]);
  },
  // On the built packages: what the development loader adds to functions would be measured too.
  bench: (args) =>
    first(
      () => commands.build(),
      () => node(['--import', 'tsx', 'packages/benchmarks/src/main.ts', ...args]),
    ),
  build: () => node(['.dev/build.mjs']),
  types: () =>
    first(
      clientTypes,
      () => bin('tsc', ['-p', '.dev/tsconfig.json']),
      ...typeProjects().map((project) => () => bin('tsc', ['-p', project])),
    ),
  lint: () =>
    first(
      clientTypes,
      () => bin('biome', ['check', '.']),
      () => bin('knip', ['--config', '.knip.json']),
    ),
  format: () => bin('biome', ['check', '--write', '.']),
  'check:packages': () =>
    first(
      () => node(['.dev/pack.mjs', tarballs]),
      () => onEachTarball('publint', '--strict'),
      // Node 10, which the other profile asks about too, knows no doors below a package's name.
      () => onEachTarball('attw', '--profile', 'node16', '--format', 'ascii', '--no-emoji'),
    ),
};

async function first(...steps) {
  for (const step of steps) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

function typeProjects() {
  return readdirSync(join(root, 'packages')).flatMap((name) =>
    ['tsconfig.json', 'tsconfig.test.json']
      .map((file) => join('packages', name, file))
      .filter((file) => existsSync(join(root, file))),
  );
}

function onEachTarball(tool, ...args) {
  return first(
    ...readdirSync(join(root, tarballs)).map((name) => () => {
      process.stdout.write(`${tool} ${name}\n`);
      return bin(tool, [join(tarballs, name), ...args]);
    }),
  );
}

function bin(tool, args) {
  return run(join(root, 'node_modules', '.bin', tool), args);
}

function node(args) {
  return run(process.execPath, args);
}

/** What rest-api's tests are type-checked against is made of its own document. */
function clientTypes() {
  return node([...source, 'packages/rest-api/test/write-client-types.ts']);
}

/** Ctrl-C reaches the tool by itself, and it decides when to end; other signals are passed on. */
function run(file, args) {
  const windows = process.platform === 'win32';
  const child = spawn(windows ? `${file}.cmd` : file, args, { cwd: root, stdio: 'inherit', shell: windows });
  const signals = { SIGINT: () => undefined, SIGTERM: () => child.kill('SIGTERM'), SIGHUP: () => child.kill('SIGHUP') };
  for (const [signal, listener] of Object.entries(signals)) process.on(signal, listener);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const [name, listener] of Object.entries(signals)) process.off(name, listener);
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15));
    });
  });
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifests = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  }
  const wanted = hash.digest('hex');
  const stamp = join(root, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Installing dependencies (first run, or they have changed) …\n');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const pnpm = packageManager.split('+')[0];
  const { status } = spawnSync(npx, ['-y', pnpm, 'install', '--frozen-lockfile', '--reporter=silent'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(`unknown command "${name}"; expected one of ${Object.keys(commands).join(', ')}\n`);
  process.exit(2);
}
install();
process.exit(await command(args));
