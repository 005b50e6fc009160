import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort } from '../support/ports';
import { startAndEnd, startRipresa, type RunningRipresa } from '../support/running-ripresa';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-start-'));
const serversSchema = z.array(z.object({ pid: z.number() }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${String(pid)}/stat`;
  // A zombie waits for its parent and is no longer running.
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'));
}

function childrenOf(running: RunningRipresa): number[] {
  const servers = readFileSync(path.join(running.folder, 'servers.json'), 'utf8');
  const postmaster = readFileSync(path.join(running.folder, 'postgres/postmaster.pid'), 'utf8');
  const pids = serversSchema.parse(JSON.parse(servers)).map(({ pid }) => pid);
  return [...pids, Number(postmaster.split('\n')[0])];
}

describe('npm start', () => {
  let first: RunningRipresa;
  let children: readonly number[] = [];

  beforeAll(async () => {
    first = await startRipresa({ folder });
    children = childrenOf(first);
  });
  afterAll(() => {
    first.process.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers at the printed address once it says that it is ready', async () => {
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    expect(children.every(isAlive)).toBe(true);
  });

  it('keeps its secrets from other users', () => {
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o077).toBe(0);
  });

  it('says in one sentence that the port is taken', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'ripresa-start-'));
    const { exitCode, output } = await startAndEnd({ port: first.port, folder: other });
    rmSync(other, { recursive: true, force: true });
    expect(output.trim()).toMatch(/^Port \d+ is already in use by another program\. [^\n]+$/);
    expect(exitCode).toBe(1);
  });

  it('says in one sentence that it already runs with these data', async () => {
    const { exitCode, output } = await startAndEnd({ port: await freePort(), folder });
    expect(output.trim()).toMatch(/^Ripresa already runs with the data in [^\n]+$/);
    expect(exitCode).toBe(1);
  });

  it('leaves no process behind when it is killed', async () => {
    first.process.kill('SIGKILL');
    await expect.poll(() => children.filter(isAlive), { timeout: 15_000 }).toEqual([]);
  });

  it('starts again on the data of a killed run, and ends with 0 at Ctrl-C', async () => {
    const again = await startRipresa({ folder, port: first.port });
    const pids = childrenOf(again);
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
    expect(await again.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(path.join(folder, 'ripresa.lock'))).toBe(false);
  });
});
