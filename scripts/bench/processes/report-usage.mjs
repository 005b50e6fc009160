// Loaded before a contestant: tells the one who measures what the process has used, and ends the
// process when nobody measures any more.
const BYTES_PER_KB = 1024;

process.on('message', ({ kind, number }) => {
  if (kind !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const peakRssMb = process.resourceUsage().maxRSS / BYTES_PER_KB;
  process.send({ number, answer: { cpuSeconds: (user + system) / 1_000_000, peakRssMb } });
});
process.on('disconnect', () => process.exit());
