/** What each process of the sandbox is started with. */
export function serviceEnvironments(parts: {
  readonly environment: Readonly<Record<string, string>>;
  readonly places: { readonly host: string; readonly port: number; readonly publicUrl: string };
  readonly secrets: { readonly encryptionKeys: string; readonly controlToken: string };
  readonly database: { readonly url: string };
}): Promise<{ readonly app: Readonly<Record<string, string>> }>;
