import { chromium, type Browser } from 'playwright-core';

/** Keeps Chromium from calling home, and lets it run as root. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * A real, headless Chromium (suite browser). Close it in `afterAll`. The embedded app answers 410 to
 * robots, and "HeadlessChrome" counts as one: give contexts an ordinary `userAgent`.
 */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error('CHROMIUM_PATH is not set: only the suite browser has one');
  return chromium.launch({ executablePath, args: FLAGS });
}
