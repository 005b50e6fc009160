export function fetchPhp74(): Promise<string>;
export function runOnPhp74(files: ReadonlyMap<string, string>, program: string): Promise<unknown>;
