// A process of its own for PHP 7.4: what WebAssembly holds open ends with it. Reads `{files, program}`
// on standard input; the answer is the last line that it writes.
import { text } from 'node:stream/consumers';
import { runOnPhp74 } from './php-7-4-runtime.mjs';

const { files, program } = JSON.parse(await text(process.stdin));
const answer = await runOnPhp74(new Map(files), program);
process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
