import { type ExecFileException, execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { doorsOf, publishedPackages, workspaceRoot } from './workspace.ts';

export interface CommandResult {
  /** Exit code. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project outside the workspace that has installed its packages as a registry would serve them. */
export interface Consumer {
  readonly folder: string;
  /** Runs Node there, for at most 20 seconds. */
  node(...args: readonly string[]): Promise<CommandResult>;
  remove(): void;
}

/** Builds and packs the published packages, away from the checkout, and installs the tarballs into an empty folder. */
export async function installConsumer(): Promise<Consumer> {
  // The real path: on some systems the temporary folder is a link, and Node resolves packages from where a link leads to.
  const scene = mkdtempSync(join(realpathSync(tmpdir()), 'hookwright-checks-'));
  const workspace = join(scene, 'workspace');
  const folder = join(scene, 'consumer');
  const tarballFolder = join(folder, 'tarballs');
  copyWorkspace(workspace);
  await mustRun(process.execPath, ['.dev/build.mjs'], workspace);
  await mustRun(process.execPath, ['.dev/pack.mjs', tarballFolder], workspace);

  const tarballs = readdirSync(tarballFolder);
  const dependencies = Object.fromEntries(
    publishedPackages.map(({ manifest: { name, version } }) => {
      const tarball = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
      if (!tarballs.includes(tarball)) throw new Error(`expected ${tarball} among ${tarballs.join(', ')}`);
      return [name, `file:tarballs/${tarball}`];
    }),
  );
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies, overrides: dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, 'doors.json'), JSON.stringify(publishedPackages.flatMap(doorsOf)));
  cpSync(join(workspaceRoot, 'packages/checks/consumer'), folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await mustRun(npm, ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], folder);
  return {
    folder,
    node: (...args) => run(process.execPath, args, folder),
    remove: () => rmSync(scene, { recursive: true, force: true }),
  };
}

/** Lets a package's document, written into `folder`, import what its users have installed beside it: drivers, ORMs. */
export function linkHostPackages(document: string, folder: string): void {
  const owner = publishedPackages.find((one) => document === `packages/${one.folder}/README.md`);
  const names = Object.keys(owner?.manifest.devDependencies ?? {}).filter((name) => !name.startsWith('@hookwright/'));
  for (const name of names) {
    const link = join(folder, 'node_modules', name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(workspaceRoot, 'packages', owner?.folder ?? '', 'node_modules', name), link, 'junction');
  }
}

/** What building takes. A copy, so that a build of the developer's and another run of the tests do not meet. */
function copyWorkspace(target: string): void {
  for (const name of ['package.json', 'pnpm-workspace.yaml', 'tsconfig.json', 'LICENSE', '.dev']) {
    cpSync(join(workspaceRoot, name), join(target, name), { recursive: true });
  }
  const folders = ['', ...publishedPackages.map((one) => join('packages', one.folder))];
  for (const folder of folders) {
    const source = join(workspaceRoot, folder);
    const filter = (path: string): boolean => !['node_modules', 'dist'].includes(basename(path));
    if (folder !== '') cpSync(source, join(target, folder), { recursive: true, filter });
    symlinkSync(join(source, 'node_modules'), join(target, folder, 'node_modules'), 'junction');
  }
}

async function mustRun(file: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(file, args, cwd, 180_000);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} failed with ${code}\n${stdout}${stderr}`);
}

function run(file: string, args: readonly string[], cwd: string, timeout = 20_000): Promise<CommandResult> {
  // A consumer knows nothing of the test runner around it.
  const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, NODE_TEST_CONTEXT: ____, ...env } = process.env;
  const shell = process.platform === 'win32' && !file.endsWith('.exe');
  return new Promise((resolve) => {
    execFile(file, [...args], { cwd, env, timeout, shell }, (error: ExecFileException | null, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}
