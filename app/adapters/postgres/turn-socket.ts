import { Socket } from 'node:net';

/**
 * What is written in one turn of the event loop leaves in one write: a statement's own would be a
 * system call each, which costs more than the statement.
 */
export function turnSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...parts: readonly unknown[]) => boolean;
  let held = false;
  const release = (): void => {
    held = false;
    socket.uncork();
  };
  return Object.assign(socket, {
    write: (...parts: readonly unknown[]) => {
      if (!held) {
        held = true;
        socket.cork();
        process.nextTick(release);
      }
      return write(...parts);
    },
  });
}
