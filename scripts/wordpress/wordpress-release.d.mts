export function wordpressRelease(): Promise<{ wordpress: string; sqlite: string }>;
