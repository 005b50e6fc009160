/** Deliveries as Meta writes them, built part by part. */
export const RECEIVED_AT = new Date('2026-11-24T10:00:00Z');
const SENT_AT = '1795514400';

export const metadata = {
  display_phone_number: '390694800001',
  phone_number_id: '100000000000001',
};
const contact = { profile: { name: 'Maria Rossi' }, wa_id: '393471234567' };
const base = { from: '393471234567', id: 'wamid.IN1', timestamp: SENT_AT };

export const change = (field: string, value: unknown): unknown => ({ field, value });

export const delivery = (...changes: readonly unknown[]): unknown => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '200000000000001', changes }],
});

export const messages = (...list: readonly unknown[]): unknown =>
  change('messages', {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [contact],
    messages: list,
  });

export const statuses = (...list: readonly unknown[]): unknown =>
  change('messages', { messaging_product: 'whatsapp', metadata, statuses: list });

export const system = (message: Record<string, unknown>): unknown =>
  change('messages', {
    messaging_product: 'whatsapp',
    metadata,
    messages: [{ ...base, type: 'system', ...message }],
  });

export const status = (state: string, more: Record<string, unknown> = {}): unknown => ({
  id: 'wamid.OUT1',
  status: state,
  timestamp: SENT_AT,
  recipient_id: '393471234567',
  biz_opaque_callback_data: '0190aaaa-0000-7000-8000-000000000001',
  ...more,
});

const context = { from: '390694800001', id: 'wamid.OUT1' };

/** One inbound message of each kind, by name. */
export const INBOUND: Readonly<Record<string, Record<string, unknown>>> = {
  text: { ...base, type: 'text', text: { body: 'C’è in blu?' } },
  button: {
    ...base,
    type: 'button',
    context,
    button: { payload: 'question:1', text: 'Ask a question' },
  },
  button_reply: {
    ...base,
    type: 'interactive',
    context,
    interactive: { type: 'button_reply', button_reply: { id: 'human', title: 'A person' } },
  },
  list_reply: {
    ...base,
    type: 'interactive',
    context,
    interactive: { type: 'list_reply', list_reply: { id: 'size-m', title: 'M', description: '' } },
  },
  image: {
    ...base,
    type: 'image',
    image: { id: '900', mime_type: 'image/jpeg', sha256: 'aGFzaA==', caption: 'Questa?' },
  },
  order: {
    ...base,
    type: 'order',
    order: {
      catalog_id: '77',
      text: 'Grazie',
      product_items: [
        { product_retailer_id: 'sku-1', quantity: 2, item_price: 19.9, currency: 'EUR' },
      ],
    },
  },
  reaction: { ...base, type: 'reaction', reaction: { message_id: 'wamid.OUT1', emoji: '👍' } },
  audio: {
    ...base,
    type: 'audio',
    audio: { id: '901', mime_type: 'audio/ogg', sha256: 'aGFzaA==', voice: true },
  },
  video: {
    ...base,
    type: 'video',
    video: { id: '902', mime_type: 'video/mp4', sha256: 'aGFzaA==' },
  },
  sticker: {
    ...base,
    type: 'sticker',
    sticker: { id: '903', mime_type: 'image/webp', sha256: 'aGFzaA==', animated: false },
  },
  document: {
    ...base,
    type: 'document',
    document: { id: '904', mime_type: 'application/pdf', sha256: 'aGFzaA==', filename: 'a.pdf' },
  },
  location: {
    ...base,
    type: 'location',
    location: { latitude: 41.9, longitude: 12.5, name: 'Roma', address: 'Via Appia 1' },
  },
  contacts: { ...base, type: 'contacts', contacts: [{ name: { formatted_name: 'Anna' } }] },
  unsupported: {
    ...base,
    type: 'unsupported',
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        message: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
  },
};
