import type { Customer } from '../state';
import type { ShopWorld } from '../world';
import type { Node } from './catalog-nodes';
import type { Row } from './connection';

/** A moment of the shop that is being asked about; customers and orders refer to each other. */
export interface Moment {
  world: ShopWorld;
  now: Date;
  customer: (customer: Customer) => Node;
  orders: () => Row<Node>[];
}
