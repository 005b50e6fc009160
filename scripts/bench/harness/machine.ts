import os from 'node:os';

const GIB = 1024 ** 3;

/** The machine in one sentence: what the figures depend on, and no name or path of it. */
export function describeMachine(versions: readonly string[]): string {
  const cores = os.availableParallelism();
  const memory = Math.round(os.totalmem() / GIB);
  const model = os.cpus()[0]?.model.trim() ?? '';
  const parts = [
    `${cores} ${cores === 1 ? 'core' : 'cores'}${model === '' ? '' : ` (${model})`}`,
    `${memory} GiB of memory`,
    `${os.type()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    ...new Set(versions),
  ];
  return `${parts.join(', ')}.`;
}
