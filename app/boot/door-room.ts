/** What one request holds of the room. */
export interface Holding {
  /** Takes room for more bytes; false when there is none, and then nothing is taken. */
  readonly take: (bytes: number) => boolean;
  /** Gives back all that it took. */
  readonly release: () => void;
}

/** Memory for bodies between their first byte and their answer, bounded for the whole process. */
export interface DoorRoom {
  readonly enter: () => Holding;
  /** Bytes that are held now. */
  readonly held: () => number;
}

/** Some ten thousand ordinary webhooks, and little beside what a process needs anyway. */
const ROOM_BYTES = 64 * 1024 * 1024;
/** A body up to here may use the last of the room: real webhooks are small. */
const SMALL_BYTES = 64 * 1024;
/** Part of the room that bodies above it may fill together. */
const LARGE_SHARE = 0.5;

/**
 * A database that is behind keeps bodies waiting; without a bound they would fill the memory until
 * the process died with everything it had promised. Few large bodies, or slow ones without a
 * signature, leave room for the small ones.
 * @param maxBytes for all bodies together
 */
export function createDoorRoom(maxBytes = ROOM_BYTES): DoorRoom {
  let held = 0;
  return {
    enter: () => {
      let own = 0;
      return {
        take: (bytes) => {
          const limit = own + bytes > SMALL_BYTES ? maxBytes * LARGE_SHARE : maxBytes;
          if (held + bytes > limit) return false;
          own += bytes;
          held += bytes;
          return true;
        },
        release: () => {
          held -= own;
          own = 0;
        },
      };
    },
    held: () => held,
  };
}
