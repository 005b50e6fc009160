/** 128 bits in base64url or hexadecimal. */
const TOKEN = /^[A-Za-z0-9_-]{22,64}$/;

/** Whether a word from an address can be a link of ours at all; anything else asks no store. */
export const isLinkToken = (word: string): boolean => TOKEN.test(word);
