export interface RunningPostgres {
  readonly port: number;
  readonly place: string;
  readonly child: import('node:child_process').ChildProcess;
  url(database: string, user?: string): string;
  stop(): Promise<void>;
}

export function startPostgres(options: {
  dataDir: string;
  logFile: string;
  password: string;
  durable?: boolean;
  settings?: Readonly<Record<string, string>>;
  port?: number;
}): Promise<RunningPostgres>;
