/** WordPress's translations where there are none: each text as it is. */
export const __ = (text: string): string => text;
