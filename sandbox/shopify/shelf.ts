import { variantById, type Variant } from './catalog';
import type { Line, ShopState } from './state';

/** A variant as it stands in the store now. */
export function onShelf({ shelf }: Pick<ShopState, 'shelf'>, id: number): Variant | undefined {
  const variant = variantById(id);
  return variant && { ...variant, ...shelf.get(id) };
}

/** A sale claims its items, also those that are not there: the merchant sorts it out. */
export function takeFromShelf(state: Pick<ShopState, 'shelf'>, lines: readonly Line[]): void {
  for (const { variantId, quantity } of lines) {
    const variant = onShelf(state, variantId);
    if (variant === undefined) continue;
    const stock = variant.stock - quantity;
    state.shelf.set(variantId, { ...state.shelf.get(variantId), stock });
  }
}
