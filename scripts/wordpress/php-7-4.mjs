import { spawn } from 'node:child_process';
import path from 'node:path';

export { fetchPhp74 } from './php-7-4-runtime.mjs';

/**
 * Runs a PHP file in PHP 7.4, with its folder at `/site`.
 * @param files their texts, by the path below the folder; one of them is the program
 * @returns what the program wrote to `/site/answer.json`
 */
export function runOnPhp74(files, program) {
  return new Promise((resolve, reject) => {
    const place = path.join(import.meta.dirname, 'php-7-4-process.mjs');
    const child = spawn(process.execPath, [place], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(said.trim().split('\n').at(-1)));
      else reject(new Error(`PHP 7.4 ended with ${code}\n${said}`));
    });
    child.stdin.end(JSON.stringify({ files: [...files], program }));
  });
}
