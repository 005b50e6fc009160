export function appFlags(role: string | undefined): readonly string[];
