import type { Attribute, Contact, Line } from './state';

export interface DraftOrder {
  id: number;
  token: string;
  lines: Line[];
  email: string | null;
  phone: string | null;
  discount: { percent: number | null; amount: number | null } | null;
  discountCodes: string[];
  shipping: { title: string; price: number } | null;
  /** Where it is sent to, or whom it is billed to. */
  contact: Contact;
  note: string | null;
  tags: string[];
  attributes: Attribute[];
  createdAt: Date;
  orderId: number | null;
}
