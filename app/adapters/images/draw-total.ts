import { fullPrice, type ProductImageSpec } from '#core/messaging/index';

import type { Easel } from './draw-pictures';
import { endOf, startOf, type Column } from './panel-column';
import { fitSize, type Placement, type Run, type TextStyle } from './typesetter';

const STRUCK = { size: 34, weight: 400 };
/** Between the price and the struck one. */
const GAP = 22;

/**
 * What the shopper would pay, and what it would cost at full price, on the panel's last line.
 * @returns where the space above it ends
 */
export function drawTotal(easel: Easel, spec: ProductImageSpec, column: Column): number {
  return spec.items.length === 1 ? drawPrice(easel, spec, column) : drawSum(easel, spec, column);
}

function runsOf({ type }: Easel, spec: ProductImageSpec) {
  const before = fullPrice(spec);
  return {
    price: type.price(spec.total),
    struck: before && type.price(before),
  };
}

function drawPrice(easel: Easel, spec: ProductImageSpec, column: Column): number {
  const { type, palette } = easel;
  const { price, struck } = runsOf(easel, spec);
  const { width, y, height } = column.box;
  const baseline = y + height - 6;
  const style = fitSize(type, price, { sizes: [68, 60, 52, 44, 36], weight: 800, width });
  type.write(price, price.text, style, startOf(column, baseline, palette.ink));
  const top = baseline - style.size * 0.85;
  if (!struck) return top;
  const used = type.width(price, style) + GAP;
  if (used + type.width(struck, STRUCK) <= width) {
    const sign = column.startAlign === 'left' ? 1 : -1;
    const beside = startOf(column, baseline, palette.muted);
    writeStruck(easel, struck, STRUCK, { ...beside, x: column.start + sign * used });
    return top;
  }
  writeStruck(easel, struck, STRUCK, startOf(column, top - 24, palette.muted));
  return top - 24 - STRUCK.size;
}

function drawSum(easel: Easel, spec: ProductImageSpec, column: Column): number {
  const { type, palette, context } = easel;
  const { price, struck } = runsOf(easel, spec);
  const { x, y, width, height } = column.box;
  const baseline = y + height - 6;
  const style = fitSize(type, price, { sizes: [54, 48, 42, 36], weight: 800, width: width * 0.72 });
  type.write(price, price.text, style, endOf(column, baseline, palette.ink));
  const room = width - type.width(price, style) - GAP;
  const label = type.run(spec.totalLabel ?? '');
  const small = { size: 30, weight: 400 };
  const labelStyle = { size: 30, weight: 600 };
  const before = struck && type.width(struck, small) <= room ? struck : null;
  if (before) {
    const sign = column.endAlign === 'right' ? -1 : 1;
    const at = endOf(column, baseline, palette.muted);
    writeStruck(easel, before, small, { ...at, x: column.end + sign * (width - room) });
  }
  const left = room - (before ? type.width(before, small) + GAP : 0);
  if (type.width(label, labelStyle) <= left) {
    type.write(label, label.text, labelStyle, startOf(column, baseline, palette.muted));
  }
  const rule = baseline - 84;
  context.fillStyle = palette.rule;
  context.fillRect(x, rule, width, 2);
  return rule;
}

/** A price with a line through it, drawn and not a font's own, so that every script gets one. */
export function writeStruck(easel: Easel, run: Run, style: TextStyle, at: Placement): void {
  const { type, context } = easel;
  type.write(run, run.text, style, at);
  const width = type.width(run, style);
  const left = at.align === 'left' ? at.x : at.x - width;
  context.fillStyle = at.color;
  const thickness = Math.max(2, Math.round(style.size / 14));
  context.fillRect(left - 2, at.y - style.size * 0.34, width + 4, thickness);
}
