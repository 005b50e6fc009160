import type { Box } from './card-layout';
import type { Placement } from './typesetter';

export const TOP = 50;
const BOTTOM = 54;
/** The brand's band along the lower edge. */
export const BAND = 10;

/** The column inside the panel's margins, with its reading side. */
export interface Column {
  readonly box: Box;
  readonly start: number;
  readonly end: number;
  readonly startAlign: 'left' | 'right';
  readonly endAlign: 'left' | 'right';
}

export function columnOf(panel: Box, direction: 'ltr' | 'rtl'): Column {
  const margin = panel.width > 700 ? 60 : 48;
  const box = {
    x: panel.x + margin,
    y: TOP,
    width: panel.width - 2 * margin,
    height: panel.height - TOP - BOTTOM - BAND,
  };
  const [left, right] = [box.x, box.x + box.width];
  return direction === 'ltr'
    ? { box, start: left, end: right, startAlign: 'left', endAlign: 'right' }
    : { box, start: right, end: left, startAlign: 'right', endAlign: 'left' };
}

export const startOf = (column: Column, y: number, color: string): Placement => ({
  x: column.start,
  y,
  align: column.startAlign,
  color,
});

export const endOf = (column: Column, y: number, color: string): Placement => ({
  x: column.end,
  y,
  align: column.endAlign,
  color,
});
