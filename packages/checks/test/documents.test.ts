import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../src/code-blocks.ts';
import { documents } from '../src/documents.ts';
import { readModules } from '../src/source-module.ts';
import { allPackages, workspaceRoot } from '../src/workspace.ts';

const readme = documents.find(({ path }) => path === 'README.md');
const rules = documents.find(({ path }) => path === 'packages/core/RULES.md');

function source(path: string): string {
  return readFileSync(`${workspaceRoot}packages/core/src/${path}`, 'utf8');
}

/** The first column of a document's tables, where it is code. */
function listedIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name as string);
}

describe('a code block', () => {
  it('is a file when its first line names one, else a fragment', () => {
    const markdown =
      '# x\n```js\n// a-b.test.mjs\nlet x;\n```\ntext\n```ts\n// says something\nlet y;\n```\n```\nz\n```\n';
    expect(codeBlocks(markdown)).toEqual([
      { language: 'js', fileName: 'a-b.test.mjs', text: '// a-b.test.mjs\nlet x;\n' },
      { language: 'ts', fileName: null, text: '// says something\nlet y;\n' },
      { language: '', fileName: null, text: 'z\n' },
    ]);
  });
});

describe('a document', () => {
  it.each(documents)('holds no remains of a merge: $path', ({ text }) => {
    expect(text).not.toMatch(/^(?:<{7}|={7}|>{7})/m);
  });
});

describe('the README', () => {
  it('begins with a quickstart of at most 15 lines', () => {
    const [quickstart] = (readme?.blocks ?? []).filter(({ language }) => language === 'js');
    expect(quickstart?.fileName).toBe('quickstart.mjs');
    expect(quickstart?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
  });

  it('lists every error code', () => {
    const [, union = ''] = /export type WebhookErrorCode =([^;]*);/.exec(source('errors/webhook-error.ts')) ?? [];
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(listedIn(readme?.text)).toEqual(expect.arrayContaining(codes));
  });

  it('lists every event of the engine', () => {
    const [, body = ''] =
      /export interface WebhooksEvents \{(.*?)\n\}/s.exec(source('engine/webhooks-events.ts')) ?? [];
    const names = [...body.matchAll(/^ {2}'?([\w-]+)'?: \(/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(listedIn(readme?.text)).toEqual(expect.arrayContaining(names));
  });

  it('lists every decision of explain', () => {
    const [, union = ''] = /export type Decision =([^;]*);/.exec(source('matching/explanation.ts')) ?? [];
    const decisions = [...union.matchAll(/'([\w-]+)'/g)].map(([, decision]) => decision);
    expect(decisions).toHaveLength(8);
    expect(listedIn(readme?.text)).toEqual(expect.arrayContaining(decisions));
  });

  it('names every option that has a bound or a choice', () => {
    const options = [...source('engine/resolve-options.ts').matchAll(/^ {2}'?([\w.]+)'?: [{[]/gm)].map(
      ([, name]) => name,
    );
    expect(options.length).toBeGreaterThan(15);
    for (const option of options) expect(readme?.text).toContain(`\`${option}\``);
  });
});

describe.each(documents)('$path', ({ path, text }) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];

  it('links to what exists', () => {
    const broken = links.filter(([, file = '', anchor]) => {
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(`${workspaceRoot}${target}`)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(`${workspaceRoot}${target}`, 'utf8')).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** The anchors that a Markdown host makes of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('RULES.md', () => {
  const ruleId = /\b(?:EV|CE|OP|SK|FI|FC|PA|EX|CH|SI|DE|RE|RS)-\d+a?\b/g;
  const listed = (rules?.text.match(/^\| ([A-Z]{2}-\d+a?) /gm) ?? []).map((line) => line.slice(2).trim());

  it('has each rule once', () => {
    expect(listed.length).toBeGreaterThan(50);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('has every rule that the sources and tests cite', () => {
    const cited = new Map<string, string>();
    for (const { folder } of allPackages.filter(({ folder }) => folder !== 'checks')) {
      for (const { path, text } of ['src', 'test'].flatMap((part) => readModules(`packages/${folder}/${part}`))) {
        for (const id of text.match(ruleId) ?? []) cited.set(id, path);
      }
    }
    expect(cited.size).toBeGreaterThan(30);
    expect([...cited].filter(([id]) => !listed.includes(id))).toEqual([]);
  });
});
