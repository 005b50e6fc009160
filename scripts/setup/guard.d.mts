export function guardChild(
  child: import('node:child_process').ChildProcess,
  signal?: NodeJS.Signals,
): void;
export function guardFolder(folder: string): void;
