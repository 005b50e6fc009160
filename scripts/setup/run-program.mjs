import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './places.mjs';
import { prepareCheckout } from './prepare.mjs';
import { sentenceFor } from './refusal.mjs';

/** Builds the product, then runs a program of ours beside it, with the command's own parameters. */
export async function main(program) {
  try {
    await prepareCheckout();
  } catch (error) {
    console.error(sentenceFor(error));
    process.exitCode = 1;
    return;
  }
  const parameters = ['--import', 'tsx', path.join(ROOT, program), ...process.argv.slice(2)];
  const child = spawn(process.execPath, parameters, { cwd: ROOT, stdio: 'inherit' });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
