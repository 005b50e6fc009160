import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ZOMBIE = 'Z';

/** Linux tells through /proc, because slim images have no `ps`. */
function fromProc(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const program = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return {
    state: fields[0],
    parent: Number(fields[1]),
    program,
    beginning: `${boot}:${fields[19]}`,
  };
}

function fromPs(pid) {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-o', 'comm=', '-p', String(pid)];
  const words = execFileSync('ps', columns, { encoding: 'utf8', stdio: 'pipe' })
    .trim()
    .split(/\s+/);
  const [state, ...rest] = words;
  const program = rest.slice(5).join(' ').split('/').at(-1);
  return { state: state[0], program, beginning: rest.slice(0, 5).join(' ') };
}

function fromTaskList(pid) {
  const filter = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  const line = execFileSync('tasklist', filter, { encoding: 'utf8', stdio: 'pipe' });
  const program = /^"([^"]+)"/.exec(line)?.[1];
  if (!program) throw new Error('no such process');
  return { state: 'R', program, beginning: program };
}

function look(pid) {
  try {
    const found = process.platform === 'linux' ? fromProc(pid) : fromTools(pid);
    return found.state === ZOMBIE ? null : found;
  } catch {
    return null;
  }
}

function fromTools(pid) {
  return process.platform === 'win32' ? fromTaskList(pid) : fromPs(pid);
}

/** The name of a running program, or null when there is none (a zombie counts as none). */
export function programOf(pid) {
  return look(pid)?.program ?? null;
}

/** When a process began, so that a recycled process id is not taken for its old owner; or null. */
export function beginningOf(pid) {
  return look(pid)?.beginning ?? null;
}

/** The parent of a running process, or null where that is not known. */
export function parentOf(pid) {
  return look(pid)?.parent ?? null;
}
