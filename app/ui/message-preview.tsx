import { Text } from '@shopify/polaris';
import type { TemplateContent } from '#core/messaging/index';
import { formatted } from './whatsapp-text';

interface MessagePreviewProps {
  /** Address of the product card; null while it is made. */
  readonly imageUrl: string | null;
  /** The body with its values filled in. */
  readonly text: string;
  readonly content: Pick<TemplateContent, 'header' | 'footer' | 'buttons'>;
  /** The template's language as WhatsApp writes it ("pt_BR"). */
  readonly language: string;
}

const SIGNS = { url: '↗', quick_reply: '↩' } as const;

/** A message as WhatsApp shows it. */
export function MessagePreview(props: MessagePreviewProps) {
  const { imageUrl, text, language } = props;
  const { header, footer, buttons } = props.content;
  const hasImage = header === 'image';
  return (
    <div className="wa-wall" data-testid="message-preview">
      <div className="wa-bubble" lang={language.replaceAll('_', '-')} dir="auto">
        {hasImage && imageUrl ? (
          <img
            className="wa-image"
            src={imageUrl}
            alt="Card with the products of the cart"
            width={1200}
            height={628}
          />
        ) : null}
        {hasImage && !imageUrl ? <div className="wa-image" /> : null}
        <p className="wa-text">{formatted(text)}</p>
        {footer ? <p className="wa-footer">{footer}</p> : null}
        {buttons.map(({ kind, text: label }) => (
          <div key={label} className="wa-button">
            <span aria-hidden="true">{SIGNS[kind]}</span> {label}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What a preview is filled with. */
export function PreviewNote() {
  return (
    <Text as="p" tone="subdued">
      With the goods of your newest abandoned cart (invented ones until there is one), for a shopper
      called Giulia.
    </Text>
  );
}
