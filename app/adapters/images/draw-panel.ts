import type { Image } from '@napi-rs/canvas';

import type { Money } from '#core/kernel/money';
import { SHOWN_ITEMS, type ProductImageItem, type ProductImageSpec } from '#core/messaging/index';

import type { Box } from './card-layout';
import type { Easel } from './draw-pictures';
import { drawTotal, writeStruck } from './draw-total';
import { BAND, columnOf, endOf, startOf, TOP, type Column } from './panel-column';
import { fitSize, type Run, type TextStyle } from './typesetter';

/** Tall marks of Thai, Devanagari, Vietnamese and Arabic need the room. */
const LEADING = 1.3;
export const LOGO = { kind: 'contain', width: 260, height: 56 } as const;

/** Shop, headline, items and price, beside the photos. */
export function drawPanel(
  easel: Easel,
  spec: ProductImageSpec,
  panel: Box,
  logo: Image | null,
): void {
  const { context, palette } = easel;
  context.fillStyle = palette.panel;
  context.fillRect(panel.x, panel.y, panel.width, panel.height);
  context.fillStyle = palette.brand;
  context.fillRect(panel.x, panel.y + panel.height - BAND, panel.width, BAND);
  const column = columnOf(panel, easel.direction);
  const top = drawShop(easel, spec.shopName, column, logo);
  const bottom = drawTotal(easel, spec, column);
  const area = { ...column.box, y: top, height: bottom - top };
  const inner = { ...column, box: area };
  if (spec.items.length === 1) drawSingle(easel, spec, inner);
  else drawList(easel, spec, inner);
}

/** @returns where the space below begins */
function drawShop(easel: Easel, name: string, column: Column, logo: Image | null): number {
  const { type, palette } = easel;
  if (logo) {
    const x = column.startAlign === 'left' ? column.start : column.start - logo.width;
    easel.context.drawImage(logo, x, TOP + (LOGO.height - logo.height) / 2);
    return TOP + LOGO.height;
  }
  const style = { size: 28, weight: 700 };
  const run = type.run(name);
  const text = type.shorten(run, style, column.box.width);
  const at = { x: column.start, y: TOP + 28, align: column.startAlign, color: palette.brandText };
  type.write(run, text, style, at);
  return TOP + 40;
}

/** The headline and the title as one block, in the middle of the space between shop and price. */
function drawSingle(easel: Easel, spec: ProductImageSpec, column: Column): void {
  const { type, palette } = easel;
  const { width, height, y } = column.box;
  const headline = setHeadline(easel, spec.headline, width, 2);
  const title = type.run(spec.items[0]?.title ?? '');
  const set = fitTitle(easel, title, width, height - headline.height - 40);
  const block = headline.height + set.lines.length * set.lead;
  let top = y + Math.max(20, (height - block) / 2);
  top = writeLines(easel, headline, column, top, palette.muted);
  writeLines(easel, { run: title, ...set }, column, top, palette.ink);
}

interface SetText {
  readonly run: Run;
  readonly style: TextStyle;
  readonly lines: readonly string[];
  /** From baseline to baseline, pixels. */
  readonly lead: number;
}

function setHeadline(
  easel: Easel,
  text: string,
  width: number,
  lines: number,
): SetText & { readonly height: number } {
  const run = easel.type.run(text);
  const style = { size: 28, weight: 500 };
  const wrapped = easel.type.wrap(run, style, { width, lines });
  const lead = 28 * LEADING;
  const height = wrapped.lines.length === 0 ? 0 : wrapped.lines.length * lead + 18;
  return { run, style, lines: wrapped.lines, lead, height };
}

/** The largest size at which the whole title fits; a very long one ends in an ellipsis. */
function fitTitle(easel: Easel, run: Run, width: number, height: number): Omit<SetText, 'run'> {
  for (const size of [50, 46, 42, 38, 34]) {
    const style = { size, weight: 700 };
    const lead = size * LEADING;
    const lines = Math.max(1, Math.min(size > 40 ? 3 : 5, Math.floor(height / lead)));
    const wrapped = easel.type.balance(run, style, { width, lines });
    if (!wrapped.cut || size === 34) return { style, lines: wrapped.lines, lead };
  }
  return { style: { size: 34, weight: 700 }, lines: [], lead: 34 * LEADING };
}

/** @returns the top of what follows */
function writeLines(
  easel: Easel,
  set: SetText & { readonly height?: number },
  column: Column,
  top: number,
  color: string,
): number {
  set.lines.forEach((line, index) => {
    // The ascent of the Noto faces is about 0.86 of what is left after the leading.
    const y = top + index * set.lead + set.style.size * 1.02;
    easel.type.write(set.run, line, set.style, startOf(column, y, color));
  });
  return top + (set.height ?? set.lines.length * set.lead);
}

/** One row an item: title at the start, price at the end, as on a receipt. */
function drawList(easel: Easel, spec: ProductImageSpec, column: Column): void {
  const shown = spec.items.slice(0, SHOWN_ITEMS);
  const wide = column.box.width > 700;
  const size = wide ? 40 : 32;
  const titleLines = shown.length < 4 ? 2 : 1;
  const headline = setHeadline(easel, spec.headline, column.box.width, 1);
  const rows = shown.map((item) => setRow(easel, item, { size, lines: titleLines }, column));
  const gap = wide ? 28 : 16;
  const heights = rows.reduce((sum, row) => sum + row.height + gap, -gap);
  const spare = column.box.height - headline.height - heights;
  let top = column.box.y + Math.max(12, spare / 2);
  top = writeLines(easel, headline, column, top, easel.palette.muted);
  for (const row of rows) {
    row.draw(top);
    top += row.height + gap;
  }
}

interface Row {
  readonly height: number;
  readonly draw: (top: number) => void;
}

function setRow(
  easel: Easel,
  item: ProductImageItem,
  fit: { readonly size: number; readonly lines: number },
  column: Column,
): Row {
  const { type, palette } = easel;
  const price = type.price(item.price);
  const sizes = [fit.size, fit.size - 4, fit.size - 8, fit.size - 12];
  const bold = fitSize(type, price, { sizes, weight: 700, width: column.box.width * 0.5 });
  const before = higher(item.compareAt, item.price);
  const struck = before && type.price(before);
  const small = { size: Math.round(fit.size * 0.76), weight: 400 };
  const priceWidth = Math.max(type.width(price, bold), struck ? type.width(struck, small) : 0);
  const run = type.run(item.title);
  const style = { size: fit.size, weight: 500 };
  const width = Math.max(column.box.width - priceWidth - 28, column.box.width * 0.35);
  const { lines } = type.wrap(run, style, { width, lines: fit.lines });
  const lead = fit.size * LEADING;
  return {
    height: Math.max(lines.length, struck && fit.lines > 1 ? 2 : 1) * lead,
    draw(top) {
      writeLines(easel, { run, style, lines, lead }, column, top, palette.ink);
      const baseline = top + fit.size * 1.02;
      type.write(price, price.text, bold, endOf(column, baseline, palette.ink));
      if (struck && fit.lines > 1) {
        writeStruck(easel, struck, small, endOf(column, baseline + lead * 0.92, palette.muted));
      }
    },
  };
}

const higher = (before: Money | null, now: Money): Money | null =>
  before && before.minor > now.minor ? before : null;
