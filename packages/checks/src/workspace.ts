import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a trailing slash. */
export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The parts of a package.json that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface WorkspacePackage {
  /** Its folder below `packages/`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const allPackages: readonly WorkspacePackage[] = readdirSync(`${workspaceRoot}packages`).map((folder) => ({
  folder,
  manifest: JSON.parse(readFileSync(`${workspaceRoot}packages/${folder}/package.json`, 'utf8')) as Manifest,
}));

/** Those that go to a registry. */
export const publishedPackages = allPackages.filter(({ manifest }) => manifest.private !== true);

/** What a package's users can import: its name, and the names below it. */
export function doorsOf({ manifest: { name, exports } }: WorkspacePackage): readonly string[] {
  const paths = Object.keys(exports ?? {}).filter((path) => path !== './package.json');
  return paths.map((path) => `${name}${path.slice(1)}`);
}
