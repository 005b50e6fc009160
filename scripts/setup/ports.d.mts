export function freePort(): Promise<number>;
export function portProblem(port: number, host: string): Promise<string | null>;
