// Vitest global set-up: the Chromium that the browser suite drives.
import { findChromium } from './chromium.mjs';

export async function setup() {
  process.env.CHROMIUM_PATH = await findChromium();
}
