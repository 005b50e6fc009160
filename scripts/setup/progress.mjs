const TICK_MS = 1000;
const REMINDER_MS = 15_000;

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** Runs a long step under one short line: it ticks on a terminal, and reports now and then elsewhere. */
export async function step(label, work) {
  const since = Date.now();
  const terminal = process.stdout.isTTY === true;
  if (!terminal) console.log(`${label} …`);
  const draw = () => process.stdout.write(`\r\x1b[2K${label} … ${seconds(since)}`);
  if (terminal) draw();
  const timer = terminal
    ? setInterval(draw, TICK_MS)
    : setInterval(() => console.log(`  still at it after ${seconds(since)}`), REMINDER_MS);
  try {
    const result = await work();
    if (terminal) process.stdout.write(`\r\x1b[2K${label} … done in ${seconds(since)}\n`);
    return result;
  } catch (error) {
    if (terminal) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
