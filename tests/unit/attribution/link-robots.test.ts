import { describe, expect, it } from 'vitest';
import { linkClient } from '#core/attribution/index';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const open = (agent: string, headers: Record<string, string> = {}, method = 'GET') =>
  linkClient({ method, headers: { 'user-agent': agent, ...headers } });

describe('programs that open a link', () => {
  it.each([
    'WhatsApp/2.24.6.77 A',
    'WhatsApp/2.2412.54 N',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'meta-externalagent/1.1',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Twitterbot/1.0',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 Chrome/125 Mobile Safari/537.36 (compatible; Googlebot/2.1)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0)',
    'Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5',
    'AhrefsBot/7.0',
    'SomeCrawler/1.0',
  ])('%s is no click', (agent) => {
    expect(open(agent).robot).toBe(true);
  });

  it.each([
    ['a HEAD request', {}, 'HEAD'],
    ['a browser’s prefetch', { purpose: 'prefetch' }, 'GET'],
    ['Chrome’s speculation', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
    ['Safari’s preview', { 'x-purpose': 'preview' }, 'GET'],
    ['Firefox’s prefetch', { 'x-moz': 'prefetch' }, 'GET'],
  ] as const)('%s is no click', (_name, headers, method) => {
    expect(open(IPHONE, headers, method).robot).toBe(true);
  });

  it('a request without a name is no click', () => {
    expect(linkClient({ method: 'GET', headers: {} }).robot).toBe(true);
  });
});

describe('people who open a link', () => {
  it.each([
    [IPHONE, 'mobile browser'],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36',
      'mobile browser',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/22F76 [FBAN/FBIOS;FBAV/480.0]',
      'mobile browser',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'desktop browser',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
      'desktop browser',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36',
      'mobile browser',
    ],
  ])('%s clicks', (agent, client) => {
    expect(open(agent)).toEqual({ robot: false, client });
  });

  it('a purpose header that names no prefetch doesn’t matter', () => {
    expect(open(IPHONE, { purpose: 'navigate' }).robot).toBe(false);
  });
});
