/** What a request to a tracked link shows about its sender; header names in lower case. */
export interface LinkRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface LinkClient {
  /** A preview, a prefetch or a crawler: kept, but no click of a person. */
  readonly robot: boolean;
  /** Coarse class for the touch's row; never an address, a version or a device. */
  readonly client: string;
}

/**
 * Programs that open links to show or check them, by their user agent. The apps themselves open
 * a tapped link in the phone's browser, whose agent names no messenger or adds a marker of its own
 * ("FBAN", "Instagram"), so these words mark previews only. General HTTP libraries are not listed:
 * in-app browsers are built on them, and a click that is missed costs the merchant its proof.
 */
const ROBOTS: readonly (readonly [RegExp, string])[] = [
  [/^whatsapp\//i, 'whatsapp-preview'],
  [/facebookexternalhit|facebookcatalog|meta-external(agent|fetcher)/i, 'meta-preview'],
  [/slackbot|slack-imgproxy/i, 'slack-preview'],
  [/twitterbot/i, 'twitter-preview'],
  [/telegrambot/i, 'telegram-preview'],
  [/discordbot/i, 'discord-preview'],
  [/skypeuripreview|microsoftpreview/i, 'microsoft-preview'],
  [/linkedinbot/i, 'linkedin-preview'],
  [/viber|\bline-?(spider|poker)|iframely|embedly/i, 'preview'],
  [/google-safety|googleimageproxy|google-read-aloud|apis-google/i, 'google-service'],
  [/safebrowsing|safelinks|urlscan|virustotal|barracuda|proofpoint/i, 'link-scanner'],
  // "cubot" is a make of phones.
  [/(?<!cu)bot\b|bot[/;)]|crawler|spider|slurp|archiver|preview/i, 'robot'],
];

/** https://wicg.github.io/nav-speculation/prefetch.html and the older names that browsers sent. */
const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

/** Tells a person's opening of a link from a program's. */
export function linkClient({ method, headers }: LinkRequest): LinkClient {
  const agent = headers['user-agent']?.trim() ?? '';
  const named = ROBOTS.find(([pattern]) => pattern.test(agent));
  if (named) return { robot: true, client: named[1] };
  if (isPrefetch(headers)) return { robot: true, client: 'prefetch' };
  if (method.toUpperCase() !== 'GET') return { robot: true, client: 'link-check' };
  // Every browser says what it is.
  if (agent === '') return { robot: true, client: 'nameless' };
  return { robot: false, client: browserClass(agent) };
}

const isPrefetch = (headers: LinkRequest['headers']): boolean =>
  PREFETCH_HEADERS.some((name) => /prefetch|preview|prerender/i.test(headers[name] ?? ''));

function browserClass(agent: string): string {
  if (/mobile|android|iphone|ipad/i.test(agent)) return 'mobile browser';
  return /mozilla/i.test(agent) ? 'desktop browser' : 'other';
}
