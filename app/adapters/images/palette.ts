/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

export interface Palette {
  readonly page: string;
  /** Behind the texts: white with a breath of the brand. */
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  /** The brand on filled areas, deep enough to stand out from white. */
  readonly brand: string;
  /** Texts on `brand`, at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
  readonly onBrand: string;
  /** The brand as a text colour on `panel`, at least 4.5 : 1. */
  readonly brandText: string;
  /** Where a photo is missing, and what is drawn on it. */
  readonly empty: string;
  readonly onEmpty: string;
}

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [24, 26, 32];
const MUTED: Rgb = [92, 97, 110];
const READABLE = 4.5;

/**
 * All colours of a card from the shop's one. A pale brand is deepened until it can be seen, and
 * texts switch between white and ink by contrast, so no brand makes a card unreadable.
 * @param hex #rgb or #rrggbb
 */
export function paletteOf(hex: string): Palette {
  const own = parseHex(hex);
  const tint = mix(own, WHITE, 0.05);
  // A white brand would melt the texts and a white photo into one surface.
  const panel = contrast(tint, WHITE) < 1.02 ? mix(INK, WHITE, 0.035) : tint;
  const brand = deepen(own, WHITE, 1.5);
  const empty = mix(own, WHITE, 0.14);
  return {
    page: css(WHITE),
    panel: css(panel),
    ink: css(INK),
    muted: css(deepen(MUTED, panel, READABLE)),
    rule: css(mix(INK, panel, 0.14)),
    brand: css(brand),
    onBrand: css(contrast(WHITE, brand) >= READABLE ? WHITE : textOn(brand)),
    brandText: css(deepen(own, panel, READABLE)),
    empty: css(empty),
    onEmpty: css(deepen(own, empty, 3)),
  };
}

export function parseHex(hex: string): Rgb {
  const digits = hex.slice(1);
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const part = (at: number): number => parseInt(long.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `share` of the first colour over the second. */
const mix = (over: Rgb, under: Rgb, share: number): Rgb => {
  const blend = (one: number, other: number): number =>
    Math.round(one * share + other * (1 - share));
  return [blend(over[0], under[0]), blend(over[1], under[1]), blend(over[2], under[2])];
};

/** Black and white can't both fail: the better of the two is at least 4.58 : 1 on any colour. */
const textOn = (background: Rgb): Rgb => {
  const candidates: readonly Rgb[] = [INK, WHITE, [0, 0, 0]];
  const best = candidates.find((color) => contrast(color, background) >= READABLE);
  return best ?? [0, 0, 0];
};

/** Darkens a colour in small steps until it stands out from a light background. */
function deepen(color: Rgb, background: Rgb, ratio: number): Rgb {
  for (let step = 0; step <= 40; step += 1) {
    const darker = mix(color, [0, 0, 0], 1 - step / 40);
    if (contrast(darker, background) >= ratio) return darker;
  }
  return [0, 0, 0];
}

const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;
