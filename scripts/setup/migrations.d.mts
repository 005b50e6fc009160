export function deployMigrations(databaseUrl: string): Promise<void>;
