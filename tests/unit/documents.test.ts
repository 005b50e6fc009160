import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockRoutes } from '../../sandbox/control/clock-routes';
import { numberRoutes } from '../../sandbox/control/number-routes';
import { phoneRoutes } from '../../sandbox/control/phone-routes';
import { shopRoutes } from '../../sandbox/control/shop-routes';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOREIGN = new Set(['node_modules', 'build', '.data', '.git']);

function documentsBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : documentsBelow(place);
    return entry.name.endsWith('.md') ? [place] : [];
  });
}

const DOCUMENTS = documentsBelow('');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '');

/** Targets of links and pictures, as written. */
const linksOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');

/** GitHub's way from a heading to its anchor. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

function isBroken(document: string, target: string): boolean {
  if (/^https:\/\//.test(target)) return !URL.canParse(target);
  const [file = '', anchor] = target.split('#');
  const place = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
  if (!existsSync(path.join(ROOT, place))) return true;
  return anchor !== undefined && !anchorsOf(read(place)).includes(anchor);
}

describe('the documents', () => {
  it('are there, each with a heading', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining([
        'README.md',
        'ARCHITECTURE.md',
        'DECISIONS.md',
        'CONTRIBUTING.md',
        'CHANGELOG.md',
      ]),
    );
    for (const document of DOCUMENTS) expect(read(document), document).toMatch(/^# /);
    expect(read('LICENSE')).toMatch(/^MIT License/);
  });

  it.each(DOCUMENTS)('lead nowhere that isn’t there: %s', (document) => {
    const broken = linksOf(read(document)).filter((target) => isBroken(document, target));
    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)('name no path of one machine: %s', (document) => {
    expect(read(document)).not.toMatch(
      /(^|[\s`("'])(\/(home|Users|root|work|tmp|opt)\/|[A-Z]:\\)/m,
    );
  });

  it('show as code only files and folders that exist', () => {
    const pattern = /`((?:app|workers|prisma|sandbox|scripts|tests)\/[\w./$-]+)`/g;
    const missing = DOCUMENTS.flatMap((document) =>
      [...withoutCode(read(document)).matchAll(pattern)]
        .map(([, place]) => place ?? '')
        .filter((place) => !existsSync(path.join(ROOT, place)))
        .map((place) => `${document}: ${place}`),
    );
    expect(missing).toEqual([]);
  });

  it('quote tests that exist, word for word', () => {
    const proofs = [...read('ARCHITECTURE.md').matchAll(/_([^_|]+)_ in \[`[^`]+`\]\(([^)]+)\)/g)];
    expect(proofs.length).toBeGreaterThan(20);
    for (const [, title, file] of proofs) expect(read(String(file)), file).toContain(`'${title}'`);
  });

  it('number the decisions without a gap, each with context, decision and consequence', () => {
    const text = read('DECISIONS.md');
    const parts = text.split(/^## /m).slice(1);
    parts.forEach((part, index) => {
      expect(part).toMatch(new RegExp(`^${index + 1}\\. `));
      for (const word of ['Context', 'Decision', 'Consequence']) {
        expect(part).toContain(`**${word}.**`);
      }
    });
  });
});

describe('the README’s list of the sandbox’s calls', () => {
  const listed = [...read('README.md').matchAll(/^\| `((?:GET|POST) [a-z][^`]*)`/gm)].map(
    ([, call]) => call,
  );

  it('is complete, and has none that does not exist', () => {
    const routes = Object.keys({ ...clockRoutes, ...numberRoutes, ...phoneRoutes, ...shopRoutes });
    const special = ['GET events', 'GET media/<id>'];
    expect([...listed].sort()).toEqual([...routes, ...special].sort());
  });
});
