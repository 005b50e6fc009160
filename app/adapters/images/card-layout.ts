export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CardLayout {
  /** One square a drawn item, in the order of the cart. */
  readonly tiles: readonly Box[];
  /** The fourth square when there are three items; it carries the badge or a bag. */
  readonly spare: Box | null;
  readonly panel: Box;
}

/** The size that link previews and WhatsApp headers show without cutting (1.91 : 1), pixels. */
export const CARD: Box = { x: 0, y: 0, width: 1200, height: 628 };

export const BIG_TILE = 628;
export const SMALL_TILE = 311;
/** Between two photos. */
const GAP = 6;

const FAR = SMALL_TILE + GAP;

const square = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

const GRID = [
  square(0, 0, SMALL_TILE),
  square(FAR, 0, SMALL_TILE),
  square(0, FAR, SMALL_TILE),
  square(FAR, FAR, SMALL_TILE),
];

/** Photos on the reading side, texts beside them; right-to-left is the same card in a mirror. */
export function layoutOf(items: number, direction: 'ltr' | 'rtl'): CardLayout {
  const layout = leftToRight(Math.min(items, 4));
  if (direction === 'ltr') return layout;
  return {
    tiles: layout.tiles.map(mirrored),
    spare: layout.spare && mirrored(layout.spare),
    panel: mirrored(layout.panel),
  };
}

function leftToRight(items: number): CardLayout {
  if (items === 1) {
    return { tiles: [square(0, 0, BIG_TILE)], spare: null, panel: panelFrom(BIG_TILE) };
  }
  if (items === 2) {
    return {
      tiles: [square(0, 0, SMALL_TILE), square(0, FAR, SMALL_TILE)],
      spare: null,
      panel: panelFrom(SMALL_TILE),
    };
  }
  return {
    tiles: GRID.slice(0, items),
    spare: items === 3 ? square(FAR, FAR, SMALL_TILE) : null,
    panel: panelFrom(BIG_TILE),
  };
}

const panelFrom = (x: number): Box => ({
  x,
  y: 0,
  width: CARD.width - x,
  height: CARD.height,
});

const mirrored = (box: Box): Box => ({ ...box, x: CARD.width - box.x - box.width });
