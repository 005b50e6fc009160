// `npm start`. Nothing outside Node is imported before the packages are installed.
import { requireSupportedNode } from './setup/node-version.mjs';

if (requireSupportedNode()) import('./setup/start.mjs').then((start) => start.main());
