import {
  ACCENTS_MATTER,
  FILLER_SENTENCES,
  POLITE_LAST_WORDS,
  POLITE_WORDS,
  START_LIST,
  STOP_LIST,
} from './keyword-lists';
import type { PhraseList } from './keyword-lists';
import { expand, normalise, withoutAccents, withoutSpaces } from './phrase-text';

export type ConsentKeyword = 'stop' | 'start';

/** Longer texts are conversations; the longest phrase of the lists has half as many letters. */
const MAX_LENGTH = 160;

const STOP = phraseKeys(STOP_LIST);
const START = phraseKeys(START_LIST);
const POLITE = tokenLists(POLITE_WORDS);
/** Read from the end of a sentence, so their words are in reverse. */
const POLITE_AT_END = tokenLists([...POLITE_WORDS, ...POLITE_LAST_WORDS]).map((words) =>
  [...words].reverse(),
);
const FILLERS: ReadonlySet<string> = new Set(
  ['', ...FILLER_SENTENCES].flatMap(expand).map(normalise).map(looseKey),
);

/** The dots of "S.T.O.P." end no sentence. */
const DOT_BETWEEN_LETTERS = /(?<=(?:^|[^\p{L}])\p{L})\.(?=\p{L}(?:[^\p{L}]|$))/gu;

/**
 * Whether a message, as a whole, asks for no more messages or for messages again. Politeness,
 * repetition, case, accents and punctuation around the wish don't matter; a stop word inside
 * another sentence ("non-stop", "don't stop", "can you stop the order?") is no wish, and neither
 * is a question that names the word ("stop?"). Where a message asks for both, the opt-out wins.
 */
export function consentKeyword(text: string): ConsentKeyword | null {
  if (text.length > MAX_LENGTH) return null;
  if (isStopSign(text)) return 'stop';
  if (isWordInQuestion(text)) return null;
  const sentences = meaningfulSentences(text);
  if (sentences.length === 0) return null;
  const stops = sentences.filter((sentence) => asksFor(STOP, sentence)).length;
  const starts = sentences.filter((sentence) => asksFor(START, sentence)).length;
  if (stops + starts < sentences.length) return null;
  if (stops > 0) return 'stop';
  return /[?؟？]/u.test(text) ? null : 'start';
}

/** The stop sign, alone or repeated. */
const isStopSign = (text: string): boolean => /^(?:🛑\ufe0f?\s*)+$/u.test(text.trim());

/**
 * A single word that is asked about; "can you stop?" asks for it. Where words aren't parted by
 * spaces, a whole wish looks like one, and a wrong opt-out is the smaller harm.
 */
const isWordInQuestion = (text: string): boolean =>
  /^(?!.*[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{M}]+\s*[?؟？]+$/u.test(text.trim());

/** What each sentence may stand for; greetings and bare refusals are left out. */
function meaningfulSentences(text: string): readonly (readonly string[])[] {
  return text
    .normalize('NFKC')
    .replace(DOT_BETWEEN_LETTERS, '')
    .split(/[.!?;,:\n\r…。！？，、؟؛،।۔]+/u)
    .map((sentence) => peelings(normalise(sentence)))
    .filter((readings) => !FILLERS.has(looseKey(readings.at(-1) ?? '')));
}

function asksFor(keys: ReadonlySet<string>, readings: readonly string[]): boolean {
  return readings
    .flatMap((sentence) => [sentence, sentence.replace(/(.)\1{2,}/gu, '$1')])
    .flatMap((sentence) => [sentence, withoutRepetition(sentence)])
    .some((sentence) => keys.has(strictKey(sentence)) || keys.has(looseKey(sentence)));
}

/** "stop stop stop" → "stop". */
function withoutRepetition(sentence: string): string {
  const words = sentence.split(' ');
  return words.every((word) => word === words[0]) ? (words[0] ?? '') : sentence;
}

/**
 * The sentence with ever fewer polite words at its edges; the last has none. Each step counts, for
 * what is polite in one language ("graag", "tak") can be part of a wish in another.
 */
function peelings(sentence: string): readonly string[] {
  const words = sentence.split(' ');
  const folded = words.map(withoutAccents);
  const starts = edges(folded, POLITE);
  const ends = edges([...folded].reverse(), POLITE_AT_END);
  return starts.flatMap((start) =>
    ends.map((end) => words.slice(start, Math.max(start, words.length - end)).join(' ')),
  );
}

/** How many words politeness takes from the beginning: none, one phrase, two phrases … */
function edges(words: readonly string[], polite: readonly (readonly string[])[]): number[] {
  const counts = [0];
  for (let taken = 0; taken < words.length;) {
    const rest = words.slice(taken);
    const phrase = polite.find((each) => each.every((word, index) => word === rest[index]));
    if (phrase === undefined) break;
    taken += phrase.length;
    counts.push(taken);
  }
  return counts;
}

/** Two kinds of key keep phrases that need their accents apart from those that don't. */
function strictKey(sentence: string): string {
  return `=${withoutSpaces(sentence)}`;
}

function looseKey(sentence: string): string {
  return `~${withoutSpaces(withoutAccents(sentence))}`;
}

function phraseKeys(lists: PhraseList): ReadonlySet<string> {
  const keys = Object.entries(lists).flatMap(([language, patterns]) =>
    patterns
      .flatMap(expand)
      .map(normalise)
      .map(ACCENTS_MATTER.has(language) ? strictKey : looseKey),
  );
  return new Set(keys);
}

function tokenLists(phrases: readonly string[]): readonly (readonly string[])[] {
  return phrases
    .map((phrase) => normalise(phrase).split(' ').map(withoutAccents))
    .sort((left, right) => right.length - left.length);
}
