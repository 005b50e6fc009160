import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { wordpressRelease } from '../../../scripts/wordpress/wordpress-release.mjs';
import { freePort } from './free-port';

const HERE = path.resolve(import.meta.dirname, '..');
/** As a store installs it: `npm run build` makes it, and the suite does where it is old. */
const PLUGIN = path.resolve(HERE, '../../build/plugin/ripresa');
const FOREIGN_COMPLAINT = /wrong with WordPress\.org|Deprecated:.*sqlite-database-integration/;
const MARK = '\n=answer=';

/** The suite's set-up names a folder for what PHP compiled. */
const compiled = (only: boolean): readonly string[] => [
  'opcache.enable_cli=1',
  'opcache.revalidate_freq=0',
  `opcache.file_cache=${process.env['RIPRESA_TEST_OPCODE'] ?? ''}`,
  `opcache.file_cache_only=${only ? 1 : 0}`,
];
const settings = (...pairs: readonly string[]): readonly string[] =>
  pairs.flatMap((pair) => ['-d', pair]);

export interface RunningWordPress {
  readonly url: string;
  readonly root: string;
  /** Runs PHP inside this WordPress, as WP-CLI would, and answers what it returns. */
  php<T>(code: string, environment?: Readonly<Record<string, string>>): Promise<T>;
  /** PHP that runs in every request from now on, as a theme's functions.php would. */
  snippet(name: string, code: string): void;
  /** What WordPress wrote into its debug log. */
  complaints(): string;
  stop(): void;
}

/** A shop of its own: real WordPress with the stand-in for WooCommerce and our plugin, over HTTP. */
export async function startWordPress(
  options: { plugin?: 'active' | 'inactive'; network?: boolean } = {},
): Promise<RunningWordPress> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'ripresa-wordpress-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  await layOut(root);
  await runPhp([path.join(HERE, 'php/install.php'), root, url], {});
  if (options.network) await runPhp([path.join(HERE, 'php/network.php'), root, url], {});
  const php = <T>(code: string, environment = {}): Promise<T> =>
    evaluate<T>(root, url, code, environment);
  await php("return activate_plugin('woocommerce/woocommerce.php');", { STUB_USER: '1' });
  if (options.plugin !== 'inactive') await php("return activate_plugin('ripresa/ripresa.php');");
  const server = serve(root, new URL(url).port);
  await untilAnswering(url, server);
  return {
    url,
    root,
    php,
    snippet: (name, code) => {
      writeFileSync(path.join(root, `wp-content/test-snippets/${name}.php`), `<?php\n${code}\n`);
    },
    complaints: () => readLog(path.join(root, 'wp-content/debug.log')),
    stop: () => {
      // The server's workers are processes of their own: the whole group ends.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function layOut(root: string): Promise<void> {
  const release = await wordpressRelease();
  for (const name of readdirSync(release.wordpress)) {
    const from = path.join(release.wordpress, name);
    if (name === 'wp-content') continue;
    // wp-admin looks for WordPress beside the place where it really is.
    if (name === 'wp-includes') symlinkSync(from, path.join(root, name));
    else cpSync(from, path.join(root, name), { recursive: true });
  }
  const content = path.join(root, 'wp-content');
  for (const folder of ['mu-plugins', 'plugins', 'database', 'uploads', 'test-snippets']) {
    mkdirSync(path.join(content, folder), { recursive: true });
  }
  symlinkSync(path.join(release.wordpress, 'wp-content/themes'), path.join(content, 'themes'));
  const dropIn = path.join(content, 'mu-plugins/sqlite-database-integration');
  cpSync(release.sqlite, dropIn, { recursive: true });
  const template = readFileSync(path.join(release.sqlite, 'db.copy'), 'utf8')
    .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', dropIn)
    .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
  writeFileSync(path.join(content, 'db.php'), template);
  cpSync(path.join(HERE, 'php/mu-plugin.php'), path.join(content, 'mu-plugins/tests.php'));
  cpSync(path.join(HERE, 'woocommerce-stub'), path.join(content, 'plugins/woocommerce'), {
    recursive: true,
  });
  cpSync(PLUGIN, path.join(content, 'plugins/ripresa'), { recursive: true });
}

function serve(root: string, port: string): ChildProcess {
  const address = ['-S', `127.0.0.1:${port}`, '-t', root, path.join(HERE, 'php/router.php')];
  return spawn('php', [...settings(...compiled(false)), ...address], {
    stdio: 'ignore',
    // The app calls the site while the site calls the app.
    env: { ...process.env, WORDPRESS_ROOT: root, PHP_CLI_SERVER_WORKERS: '3' },
    detached: true,
  });
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${url}/wp-json/`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`WordPress does not answer at ${url}`);
}

async function evaluate<T>(
  root: string,
  url: string,
  code: string,
  environment: Readonly<Record<string, string>>,
): Promise<T> {
  const output = await runPhp([path.join(HERE, 'php/evaluate.php'), root, url], environment, code);
  const at = output.lastIndexOf(MARK);
  if (at < 0) throw new Error(`PHP ended early:\n${output}`);
  return JSON.parse(output.slice(at + MARK.length)) as T;
}

function runPhp(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const own = settings('display_errors=stderr', ...compiled(true));
    const child = spawn('php', [...own, ...parameters], {
      env: { ...process.env, ...environment },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', (cause) => {
      reject(new Error('PHP does not start: php-cli and php-sqlite3 are needed', { cause }));
    });
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`PHP ended with ${code}\n${errors}\n${output}`));
    });
    child.stdin.end(input);
  });
}

function readLog(file: string): string {
  try {
    // Without the internet WordPress misses its own home, and its SQLite drop-in is older than PHP 8.
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines
      .filter((line) => !FOREIGN_COMPLAINT.test(line))
      .join('\n')
      .trim();
  } catch {
    return '';
  }
}
