/** What is to happen, by the instant; of equal ones the first written comes first. */
export interface Agenda<Event> {
  add(at: number, event: Event): void;
  /** Takes the next event that is due, or nothing. */
  take(until: number): { at: number; event: Event } | null;
  nextAt(): number | null;
}

interface Entry<Event> {
  readonly at: number;
  readonly order: number;
  readonly event: Event;
}

/** A binary heap. */
export function createAgenda<Event>(): Agenda<Event> {
  const heap: Entry<Event>[] = [];
  let order = 0;
  return {
    add: (at, event) => {
      heap.push({ at, order: (order += 1), event });
      rise(heap, heap.length - 1);
    },
    take: (until) => {
      const top = heap[0];
      if (!top || top.at > until) return null;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return top;
    },
    nextAt: () => heap[0]?.at ?? null,
  };
}

const isBefore = (left: Entry<unknown>, right: Entry<unknown>): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order);

function swap(heap: Entry<unknown>[], left: number, right: number): void {
  const kept = heap[left]!;
  heap[left] = heap[right]!;
  heap[right] = kept;
}

function rise(heap: Entry<unknown>[], from: number): void {
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isBefore(heap[place]!, heap[parent]!)) return;
    swap(heap, place, parent);
    place = parent;
  }
}

function sink(heap: Entry<unknown>[]): void {
  let place = 0;
  for (;;) {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    let least = place;
    if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
    if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
    if (least === place) return;
    swap(heap, place, least);
    place = least;
  }
}
