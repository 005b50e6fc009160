/** An expected end: one plain sentence for the person at the terminal, no stack. */
export function refusal(sentence) {
  return Object.assign(new Error(sentence), { refusal: true });
}

const FULL = 'The disk is full. Free some space and try again.';

const SENTENCES = {
  ENOSPC: () => FULL,
  EDQUOT: () => 'Your disk quota is used up. Free some space and try again.',
  EACCES: (error) => notWritable(error),
  EPERM: (error) => notWritable(error),
  EROFS: (error) => notWritable(error),
};

function notWritable(error) {
  const where = error.path ?? error.address ?? 'A file';
  return `${where} cannot be written by this user. Change its owner, or choose another place with RIPRESA_DATA_DIR.`;
}

function fromMessage(error) {
  const message = String(error?.message ?? error);
  if (/ENOSPC|no space left on device/i.test(message)) return FULL;
  return `Something unexpected went wrong: ${message.split('\n', 1)[0]}`;
}

/** The sentence to print for any error; unknown ones keep their message on one line. */
export function sentenceFor(error) {
  if (error?.refusal) return error.message;
  const known = SENTENCES[error?.code];
  return known ? known(error) : fromMessage(error);
}
