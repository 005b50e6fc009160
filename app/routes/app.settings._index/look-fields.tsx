import { useEffect } from 'react';
import { useFetcher } from '@remix-run/react';
import { BlockStack, FormLayout, Text, TextField } from '@shopify/polaris';
import type { SettingsFieldsProps } from './settings-form';

interface LookFieldsProps extends SettingsFieldsProps {
  readonly card: string | null;
  readonly language: string;
}

const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text.trim());

/** Colour and logo, with the card that they make. */
export function LookFields({ draft, errors, change, card, language }: LookFieldsProps) {
  const preview = usePreview(draft, language) ?? card;
  return (
    <BlockStack gap="400">
      <FormLayout>
        <TextField
          label="Brand colour"
          autoComplete="off"
          value={draft.brandColor}
          error={errors['brandColor']}
          connectedRight={
            <input
              className="color-field"
              type="color"
              aria-label="Choose the brand colour"
              value={isColor(draft.brandColor) ? draft.brandColor.trim() : '#0f6b4f'}
              onChange={(event) => {
                change({ brandColor: event.target.value });
              }}
            />
          }
          onChange={(brandColor) => {
            change({ brandColor });
          }}
        />
        <TextField
          label="Logo"
          type="url"
          placeholder="https://…"
          autoComplete="off"
          helpText="The address of a PNG or JPEG. Leave it empty to show your store’s name."
          value={draft.logoUrl}
          error={errors['logoUrl']}
          onChange={(logoUrl) => {
            change({ logoUrl });
          }}
        />
      </FormLayout>
      {preview ? (
        <img
          className="wa-image"
          src={preview}
          alt="The card as shoppers get it"
          width={1200}
          height={628}
        />
      ) : (
        <Text as="p">The card can’t be shown now.</Text>
      )}
    </BlockStack>
  );
}

function usePreview(draft: LookFieldsProps['draft'], language: string): string | null {
  const { load, data } = useFetcher<{ path: string | null }>();
  const params = new URLSearchParams({ language, logo: draft.logoUrl.trim() });
  if (isColor(draft.brandColor)) params.set('color', draft.brandColor.trim());
  const query = params.toString();
  useEffect(() => {
    const timer = setTimeout(() => {
      load(`/app/card?${query}`);
    }, 400);
    return () => {
      clearTimeout(timer);
    };
  }, [load, query]);
  return data?.path ?? null;
}
