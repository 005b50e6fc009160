/**
 * An instant for a list of many: the driver would write each in local time, part by part, which for
 * a batch takes longer than its statement.
 */
export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
