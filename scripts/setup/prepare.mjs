import path from 'node:path';
import { waitForLock } from './lock.mjs';
import { makeOutputs, staleOutputs } from './outputs.mjs';
import { arePackagesInstalled, installPackages } from './packages.mjs';
import { ROOT } from './places.mjs';

/**
 * Packages, generated code and builds, made only where something changed. Two set-ups in one
 * checkout take turns.
 * @param outputs - names of the parts to build; all without it
 */
export async function prepareCheckout(outputs) {
  if (arePackagesInstalled() && staleOutputs(outputs).length === 0) return;
  const lock = await waitForLock(path.join(ROOT, 'build/.set-up.lock'), () =>
    console.log('Another set-up is at work in this folder; waiting for it …'),
  );
  try {
    await installPackages();
    await makeOutputs(outputs);
  } finally {
    lock.release();
  }
}
